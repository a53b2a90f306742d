package dev.reach.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.reach.benchmarks.process.ClassPath;
import dev.reach.benchmarks.section.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What a run ran on, and with which versions.
 *
 * @param settings the settings of the run
 * @param newJava the executable of a newer JDK, or {@code null}
 */
record Machine(Settings settings, @Nullable String newJava) {

	Map<String, String> describe() {
		Map<String, String> machine = new LinkedHashMap<>();
		machine.put("run", this.settings.quick() ? "quick: limits widened" : "full");
		machine.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
		if (this.newJava != null) {
			machine.put("JDK for virtual threads", firstLine(this.newJava, "-version"));
		}
		machine.put("garbage collector", ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());
		machine.put("CPUs", String.valueOf(Runtime.getRuntime().availableProcessors()));
		machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		machine.putAll(ClassPath.all()
			.versions("spring-boot", "spring-webflux", "reactor-core", "reactor-netty-http", "netty-codec-http",
					"jackson-databind", "httpclient5", "okhttp-jvm", "twilio", "spring-cloud-gateway-server-webflux",
					"resilience4j-circuitbreaker", "micrometer-core", "jmh-core", "HdrHistogram"));
		machine.put("wrk", firstLine("wrk", "-v"));
		machine.put("nginx", firstLine("nginx", "-v"));
		return machine;
	}

	private static String firstLine(String... command) {
		try {
			Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
			process.getOutputStream().close();
			return process.inputReader().lines().findFirst().orElse("unknown");
		}
		catch (IOException ex) {
			return "not installed";
		}
	}

}
