package dev.reach.messaging;

/**
 * How a text is split into the segments of which an SMS consists, after 3GPP TS 23.038
 * (alphabets) and TS 23.040 (concatenation). A character of the extension table counts
 * twice, and neither it nor a surrogate pair is cut in two.
 *
 * @param encoding the encoding the text needs
 * @param segments the number of segments, at least 1
 * @param charactersLeft how many more characters fit into the last segment
 * @since 0.1.0
 */
public record SmsSegments(Encoding encoding, int segments, int charactersLeft) {

	private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
			+ "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

	private static final String EXTENSION = "\f^{}\\[~]|€";

	/**
	 * Count the segments of a text.
	 * @param text the text
	 * @return its segments
	 */
	public static SmsSegments of(String text) {
		Encoding encoding = isGsm7(text) ? Encoding.GSM_7 : Encoding.UCS_2;
		int units = encoding.unitsOf(text);
		if (units <= encoding.single) {
			return new SmsSegments(encoding, 1, encoding.single - units);
		}
		int segments = 1;
		int used = 0;
		for (int character : text.codePoints().toArray()) {
			int size = encoding.units(character);
			if (used + size > encoding.concatenated) {
				segments++;
				used = 0;
			}
			used += size;
		}
		return new SmsSegments(encoding, segments, encoding.concatenated - used);
	}

	private static boolean isGsm7(String text) {
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			if (BASIC.indexOf(character) == -1 && EXTENSION.indexOf(character) == -1) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The encodings of an SMS.
	 */
	public enum Encoding {

		/**
		 * The default alphabet with its extension table, 160 characters in a single
		 * message and 153 in a segment.
		 */
		GSM_7(160, 153),

		/**
		 * Two bytes a character, 70 in a single message and 67 in a segment.
		 */
		UCS_2(70, 67);

		private final int single;

		private final int concatenated;

		Encoding(int single, int concatenated) {
			this.single = single;
			this.concatenated = concatenated;
		}

		// A surrogate pair is as many units as it has characters.
		private int unitsOf(String text) {
			int units = text.length();
			for (int index = 0; this == GSM_7 && index < text.length(); index++) {
				units += (EXTENSION.indexOf(text.charAt(index)) != -1) ? 1 : 0;
			}
			return units;
		}

		private int units(int character) {
			return (this == GSM_7) ? ((EXTENSION.indexOf(character) >= 0) ? 2 : 1) : Character.charCount(character);
		}

	}

}
