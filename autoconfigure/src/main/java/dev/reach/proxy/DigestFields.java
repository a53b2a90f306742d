package dev.reach.proxy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The fields of an answer of the scheme Digest, in their order.
 */
final class DigestFields {

	private static final Pattern ASCII = Pattern.compile("[ -~]*");

	private static final Pattern LATIN = Pattern.compile("[ -~\\xa0-\\xff]*");

	private static final String ATTRIBUTE_MARKS = "!#$&+-.^_`|~";

	private final StringJoiner fields = new StringJoiner(", ");

	DigestFields plain(String name, String value) {
		this.fields.add(name + "=" + value);
		return this;
	}

	DigestFields quoted(String name, String value) {
		return plain(name, "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
	}

	// A name that a quoted string cannot hold goes by RFC 5987.
	void username(String username, Charset charset) {
		Pattern plain = charset.equals(StandardCharsets.UTF_8) ? ASCII : LATIN;
		if (plain.matcher(username).matches()) {
			quoted("username", username);
		}
		else {
			plain("username*", "UTF-8''" + encode(username));
		}
	}

	String header() {
		return "Digest " + this.fields;
	}

	private static String encode(String text) {
		StringBuilder encoded = new StringBuilder();
		for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
			char character = (char) (unit & 0xff);
			if (character < 128 && (Character.isLetterOrDigit(character) || ATTRIBUTE_MARKS.indexOf(character) != -1)) {
				encoded.append(character);
			}
			else {
				encoded.append("%%%02X".formatted((int) character));
			}
		}
		return encoded.toString();
	}

}
