package dev.reach.netty;

/**
 * The character classes of RFC 9110 and RFC 9112.
 */
final class Octets {

	private Octets() {
	}

	static boolean isDigit(char octet) {
		return octet >= '0' && octet <= '9';
	}

	static boolean isLetterOrDigit(char octet) {
		return isDigit(octet) || octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
	}

	static boolean isTokenOctet(char octet) {
		return isLetterOrDigit(octet) || octet > ' ' && "!#$%&'*+-.^_`|~".indexOf(octet) != -1;
	}

	static boolean isVisible(char octet) {
		return octet > ' ' && octet <= '~';
	}

	static boolean isFieldOctet(char octet) {
		return octet >= ' ' && octet != 0x7f || octet == '\t';
	}

	static boolean isToken(CharSequence text) {
		return !text.isEmpty() && text.chars().allMatch((octet) -> isTokenOctet((char) octet));
	}

	static boolean isNumber(CharSequence text) {
		return !text.isEmpty() && text.chars().allMatch((octet) -> isDigit((char) octet));
	}

}
