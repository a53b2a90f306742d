package dev.reach.http;

import dev.reach.error.ReachValidationException;
import dev.reach.error.Violations;

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
		Assert.isTrue(Octets.isToken(name),
				() -> "The header name '%s' has a character that is not allowed".formatted(name));
	}

	/**
	 * Check a value.
	 * @param name the name of the header
	 * @param value the value, printable ASCII
	 */
	public static void requireValue(String name, String value) {
		Assert.isTrue(isPrintable(value),
				() -> "The value of the header '%s' has a line break or a character that is not ASCII".formatted(name));
	}

	/**
	 * Check all headers of a request, right before it is sent.
	 * @param request the request
	 * @throws ReachValidationException if one would be another header on the wire, or
	 * none
	 */
	public static void requireValid(ReachHttpRequest request) {
		request.headers().forEach((name, values) -> {
			for (String value : values) {
				if (!Octets.isToken(name) || !isPrintable(value)) {
					refuse(request, name, value);
				}
			}
		});
	}

	private static void refuse(ReachHttpRequest request, String name, String value) {
		Violations violations = new Violations();
		violations.check("a header name", name, Octets.isToken(name), "has a character that is not allowed");
		violations.check(Octets.isToken(name) ? "header " + name : "a header value", value, isPrintable(value),
				"has a line break or a character that is not ASCII");
		violations.throwIfAny(request.toString());
	}

	private static boolean isPrintable(String value) {
		for (int index = 0; index < value.length(); index++) {
			char character = value.charAt(index);
			if (character != '\t' && (character < ' ' || character > '~')) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Check a credential.
	 * @param name what to call it
	 * @param value the value, printable ASCII without blanks
	 */
	public static void requireCredential(String name, String value) {
		Assert.hasText(value, () -> "'%s' must not be empty".formatted(name));
		Assert.isTrue(isPrintable(value) && value.indexOf(' ') == -1 && value.indexOf('\t') == -1,
				() -> "'%s' must be printable ASCII without blanks, or it cannot be sent in a header".formatted(name));
	}

}
