package dev.reach.credential;

import org.springframework.util.Assert;

/**
 * What the service knows an application by. The string form shows neither part.
 *
 * @param apiUser identifies the applet
 * @param apiKey the secret; whether it is a test or a live key decides if messages are
 * really sent
 * @since 0.1.0
 */
public record ReachCredentials(String apiUser, String apiKey) {

	/**
	 * Check and keep credentials.
	 * @param apiUser identifies the applet, printable ASCII
	 * @param apiKey the secret, printable ASCII
	 */
	public ReachCredentials {
		requireHeaderValue("apiUser", apiUser);
		requireHeaderValue("apiKey", apiKey);
	}

	private static void requireHeaderValue(String name, String value) {
		Assert.hasText(value, () -> "'%s' must not be empty".formatted(name));
		Assert.isTrue(value.chars().allMatch((character) -> character > ' ' && character < 127),
				() -> "'%s' must be printable ASCII without blanks, or it cannot be sent in a header".formatted(name));
	}

	@Override
	public String toString() {
		return "ReachCredentials[apiUser=***, apiKey=***]";
	}

}
