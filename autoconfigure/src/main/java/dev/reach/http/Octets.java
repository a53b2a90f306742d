package dev.reach.http;

/**
 * The character classes of RFC 9110 and RFC 9112.
 *
 * @since 0.1.0
 */
public final class Octets {

	private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");

	private Octets() {
	}

	private static boolean[] table(String marks) {
		boolean[] table = new boolean[128];
		for (char octet = 0; octet < table.length; octet++) {
			table[octet] = isLetterOrDigit(octet) || marks.indexOf(octet) != -1;
		}
		return table;
	}

	/**
	 * Return whether an octet is {@code DIGIT}.
	 * @param octet the octet
	 * @return whether it is
	 */
	public static boolean isDigit(char octet) {
		return octet >= '0' && octet <= '9';
	}

	/**
	 * Return whether an octet is {@code ALPHA} or {@code DIGIT}.
	 * @param octet the octet
	 * @return whether it is
	 */
	public static boolean isLetterOrDigit(char octet) {
		return isDigit(octet) || octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
	}

	/**
	 * Return whether an octet is {@code tchar}, see RFC 9110, section 5.6.2.
	 * @param octet the octet
	 * @return whether it is
	 */
	public static boolean isTokenOctet(char octet) {
		return octet < TOKEN.length && TOKEN[octet];
	}

	/**
	 * Return whether an octet is {@code VCHAR}.
	 * @param octet the octet
	 * @return whether it is
	 */
	public static boolean isVisible(char octet) {
		return octet > ' ' && octet <= '~';
	}

	/**
	 * Return whether a text is a name or an IPv4 address, with or without a port, that
	 * everybody reads alike. This is the common form of {@code authority}, see RFC 3986,
	 * section 3.2, and not the only one.
	 * @param text the text
	 * @return whether it has letters, digits, dots, dashes and underscores only, and
	 * after a colon one to five digits
	 */
	public static boolean isPlainAuthority(CharSequence text) {
		int end = 0;
		while (end < text.length() && isPlainHostOctet(text.charAt(end))) {
			end++;
		}
		if (end == text.length()) {
			return end > 0;
		}
		CharSequence port = text.subSequence(end + 1, text.length());
		return end > 0 && text.charAt(end) == ':' && port.length() <= 5 && isNumber(port);
	}

	/**
	 * Return whether an octet may be in a name or an IPv4 address that everybody reads
	 * alike.
	 * @param octet the octet
	 * @return whether it is a letter, a digit, a dot, a dash or an underscore
	 */
	public static boolean isPlainHostOctet(char octet) {
		return isLetterOrDigit(octet) || octet == '.' || octet == '-' || octet == '_';
	}

	/**
	 * Return whether an octet may be in the value of a field, see RFC 9110, section 5.5.
	 * @param octet the octet
	 * @return whether it may
	 */
	public static boolean isFieldOctet(char octet) {
		return octet >= ' ' && octet != 0x7f || octet == '\t';
	}

	/**
	 * Return whether a text is {@code token}, see RFC 9110, section 5.6.2.
	 * @param text the text
	 * @return whether it has at least one octet, and allowed ones only
	 */
	public static boolean isToken(CharSequence text) {
		for (int index = 0; index < text.length(); index++) {
			if (!isTokenOctet(text.charAt(index))) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/**
	 * Return whether a text has digits only.
	 * @param text the text
	 * @return whether it has, and at least one
	 */
	public static boolean isNumber(CharSequence text) {
		for (int index = 0; index < text.length(); index++) {
			if (!isDigit(text.charAt(index))) {
				return false;
			}
		}
		return !text.isEmpty();
	}

}
