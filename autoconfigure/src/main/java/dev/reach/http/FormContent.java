package dev.reach.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A form as {@code application/x-www-form-urlencoded}, see the URL Standard of WHATWG,
 * section 5: a space is a plus sign, and all but letters, digits and {@code *-._} is
 * percent-encoded.
 */
final class FormContent {

	private static final String HEX = "0123456789ABCDEF";

	private final StringBuilder form = new StringBuilder(128);

	private FormContent() {
	}

	static byte[] of(Map<String, List<String>> fields) {
		FormContent content = new FormContent();
		fields.forEach((name, values) -> values.forEach((value) -> content.add(name, value)));
		return content.form.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private void add(String name, String value) {
		if (!this.form.isEmpty()) {
			this.form.append('&');
		}
		encode(name);
		this.form.append('=');
		encode(value);
	}

	private void encode(String text) {
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			char character = (char) (octet & 0xff);
			if (isPlain(character)) {
				this.form.append(character);
			}
			else if (character == ' ') {
				this.form.append('+');
			}
			else {
				this.form.append('%').append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 0xf));
			}
		}
	}

	private static boolean isPlain(char character) {
		return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
				|| character >= '0' && character <= '9' || "*-._".indexOf(character) != -1;
	}

}
