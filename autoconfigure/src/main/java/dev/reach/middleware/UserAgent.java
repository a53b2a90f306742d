package dev.reach.middleware;

import java.util.List;

/**
 * The {@code User-Agent} of the client.
 */
final class UserAgent {

	static final String VERSION = version();

	private UserAgent() {
	}

	static String of(List<String> extensions) {
		StringBuilder agent = new StringBuilder(
				"reach-spring/%s (%s %s) Java/%s".formatted(VERSION, ascii(System.getProperty("os.name")),
						ascii(System.getProperty("os.arch")), ascii(System.getProperty("java.version"))));
		extensions.forEach((extension) -> agent.append(' ').append(extension));
		return agent.toString();
	}

	private static String ascii(String value) {
		return value.replaceAll("[^\\x21-\\x7e]|[()]", "_");
	}

	private static String version() {
		String version = UserAgent.class.getPackage().getImplementationVersion();
		return (version != null) ? version : "development";
	}

}
