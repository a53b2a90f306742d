package dev.reach.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path of a process.
 *
 * @param entries its entries
 */
public record ClassPath(List<String> entries) {

	private static final Pattern JAR = Pattern.compile("([A-Za-z][\\w-]*?(?:\\.[a-z]+)*)-(\\d[\\w.-]*)\\.jar");

	// An application that only calls has none of these.
	private static final List<String> SERVER = List.of("spring-cloud-", "spring-boot-webflux",
			"spring-boot-starter-web", "spring-boot-reactor-netty", "spring-boot-starter-reactor-netty",
			"spring-boot-web-server", "spring-boot-netty", "spring-boot-restclient", "spring-boot-validation",
			"spring-boot-starter-validation", "hibernate-validator", "jakarta.validation", "tomcat-embed", "bcprov",
			"spring-security");

	/**
	 * Return the class path of this process.
	 * @return all there is
	 */
	public static ClassPath all() {
		return new ClassPath(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
	}

	/**
	 * Return the class path of an application that uses the starter and has no server.
	 * @return the part of all there is
	 */
	public ClassPath withoutServer() {
		Predicate<String> isServer = (entry) -> SERVER.stream().anyMatch(fileName(entry)::startsWith)
				&& !fileName(entry).startsWith("spring-boot-starter-webclient");
		return new ClassPath(this.entries.stream().filter(isServer.negate()).toList());
	}

	/**
	 * Return the versions of the libraries.
	 * @param names the names of the libraries
	 * @return the versions by name; more than one if libraries have the same name
	 */
	public Map<String, String> versions(String... names) {
		Map<String, String> known = this.entries.stream()
			.map((entry) -> JAR.matcher(fileName(entry)))
			.filter(Matcher::matches)
			.collect(Collectors.toMap((jar) -> jar.group(1), (jar) -> jar.group(2),
					(first, second) -> first + ", " + second));
		Map<String, String> versions = new LinkedHashMap<>();
		Arrays.stream(names).forEach((name) -> versions.put(name, known.getOrDefault(name, "unknown")));
		return versions;
	}

	private static String fileName(String entry) {
		return String.valueOf(Path.of(entry).getFileName());
	}

	@Override
	public String toString() {
		return String.join(File.pathSeparator, this.entries);
	}

}
