package dev.reach.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.reach.http.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Forwarded}, see RFC 7239, section 4.
 */
final class ForwardedParser {

	private final String text;

	private int position;

	private ForwardedParser(String text) {
		this.text = text;
	}

	static @Nullable List<ForwardedElement> parse(String text) {
		return new ForwardedParser(text).elements();
	}

	private @Nullable List<ForwardedElement> elements() {
		List<ForwardedElement> elements = new ArrayList<>();
		do {
			skipBlanks();
			Map<String, String> parameters = parameters();
			if (parameters == null) {
				return null;
			}
			if (!parameters.isEmpty()) {
				elements.add(new ForwardedElement(parameters));
			}
			skipBlanks();
		}
		while (skip(','));
		return (this.position == this.text.length()) ? elements : null;
	}

	private @Nullable Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		do {
			String name = token().toLowerCase(Locale.ROOT);
			if (name.isEmpty()) {
				continue;
			}
			String value = skip('=') ? value() : null;
			if (value == null || parameters.put(name, value) != null) {
				return null;
			}
		}
		while (skip(';'));
		return parameters;
	}

	private @Nullable String value() {
		if (skip('"')) {
			return quotedString();
		}
		String token = token();
		return token.isEmpty() ? null : token;
	}

	private @Nullable String quotedString() {
		StringBuilder value = new StringBuilder();
		while (!skip('"')) {
			skip('\\');
			if (this.position == this.text.length()) {
				return null;
			}
			value.append(this.text.charAt(this.position++));
		}
		return value.toString();
	}

	private String token() {
		int start = this.position;
		while (this.position < this.text.length() && Octets.isTokenOctet(this.text.charAt(this.position))) {
			this.position++;
		}
		return this.text.substring(start, this.position);
	}

	private void skipBlanks() {
		while (skip(' ') || skip('\t')) {
			continue;
		}
	}

	private boolean skip(char expected) {
		boolean found = this.position < this.text.length() && this.text.charAt(this.position) == expected;
		if (found) {
			this.position++;
		}
		return found;
	}

}
