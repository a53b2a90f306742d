package dev.reach.http;

import org.springframework.util.Assert;

/**
 * What may stand in a header, so that a mistake is found when a client is put together
 * and not when it sends. The exceptions show names, never values.
 *
 * @since 0.1.0
 */
public final class HeaderRules {

	private HeaderRules() {
	}

	/**
	 * Check a name.
	 * @param name a token as in RFC 9110, section 5.6.2
	 */
	public static void requireName(String name) {
		Assert.isTrue(name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
				() -> "The header name '%s' has a character that is not allowed".formatted(name));
	}

	/**
	 * Check a value.
	 * @param name the name of the header
	 * @param value the value, printable ASCII
	 */
	public static void requireValue(String name, String value) {
		Assert.isTrue(value.chars().allMatch((character) -> character == '\t' || character >= ' ' && character < 127),
				() -> "The value of the header '%s' has a line break or a character that is not ASCII".formatted(name));
	}

	/**
	 * Check a credential.
	 * @param name what to call it
	 * @param value the value, printable ASCII without blanks
	 */
	public static void requireCredential(String name, String value) {
		Assert.hasText(value, () -> "'%s' must not be empty".formatted(name));
		Assert.isTrue(value.chars().allMatch((character) -> character > ' ' && character < 127),
				() -> "'%s' must be printable ASCII without blanks, or it cannot be sent in a header".formatted(name));
	}

}
