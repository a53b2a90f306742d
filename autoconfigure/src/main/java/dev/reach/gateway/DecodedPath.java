package dev.reach.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path as it may be read by a target that decodes it before it takes it apart: each
 * encoded octet is one character, backslashes are slashes, and segments have no
 * parameters.
 *
 * @param octets the path without encoding
 * @param segments the segments, from the first slash on
 */
record DecodedPath(String octets, List<String> segments) {

	private static final Pattern CONTROL = Pattern
		.compile("[\\x00-\\x1f\\x7f\\xc0\\xc1]|\\xe0[\\x80-\\x9f]|\\xf0[\\x80-\\x8f]");

	static DecodedPath of(String path) {
		String octets = decode(path);
		List<String> segments = new ArrayList<>();
		for (String segment : octets.replace('\\', '/').split("/", -1)) {
			int parameters = segment.indexOf(';');
			segments.add((parameters != -1) ? segment.substring(0, parameters) : segment);
		}
		return new DecodedPath(octets, segments.subList(1, segments.size()));
	}

	private static String decode(String path) {
		StringBuilder octets = new StringBuilder(path.length());
		for (int index = 0; index < path.length(); index++) {
			char character = path.charAt(index);
			if (character == '%') {
				octets.append((char) Integer.parseInt(path, index + 1, index + 3, 16));
				index += 2;
			}
			else {
				octets.append(character);
			}
		}
		return octets.toString();
	}

	boolean hasEmptyBeginning() {
		return this.segments.size() > 1 && this.segments.get(0).isEmpty();
	}

	// Also in UTF-8 that is longer than it has to be, a way to hide ASCII characters.
	boolean hasControlCharacters() {
		return CONTROL.matcher(this.octets).find();
	}

	boolean hasDotSegments() {
		return this.segments.contains(".") || this.segments.contains("..");
	}

	boolean beginsWith(DecodedPath beginning) {
		int length = beginning.segments.size();
		return length <= this.segments.size() && this.segments.subList(0, length).equals(beginning.segments);
	}

}
