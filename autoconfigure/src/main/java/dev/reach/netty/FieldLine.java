package dev.reach.netty;

import dev.reach.http.Octets;
import io.netty.util.AsciiString;

/**
 * A line of a header or trailer section, see RFC 9112, section 5.
 *
 * @param name the name
 * @param line the line
 */
record FieldLine(CharSequence name, CharSequence line) {

	static FieldLine parse(CharSequence line) {
		int colon = 0;
		while (colon < line.length() && Octets.isTokenOctet(line.charAt(colon))) {
			colon++;
		}
		MalformedRequestException.require(colon > 0 && colon < line.length() && line.charAt(colon) == ':',
				"A field must begin with its name, a token, and a colon right after it; it must not be folded");
		for (int index = colon + 1; index < line.length(); index++) {
			MalformedRequestException.require(Octets.isFieldOctet(line.charAt(index)),
					"A field must not have control characters");
		}
		return new FieldLine(line.subSequence(0, colon), line);
	}

	boolean isNamed(CharSequence name) {
		return AsciiString.contentEqualsIgnoreCase(this.name, name);
	}

	/**
	 * Return the value of a field that says where a message ends or whom it is for.
	 * @return the value without the spaces around it; a tab stays and makes it invalid
	 */
	String value() {
		int start = this.name.length() + 1;
		int end = this.line.length();
		while (start < end && this.line.charAt(start) == ' ') {
			start++;
		}
		while (end > start && this.line.charAt(end - 1) == ' ') {
			end--;
		}
		return this.line.subSequence(start, end).toString();
	}

}
