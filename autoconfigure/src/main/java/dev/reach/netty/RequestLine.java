package dev.reach.netty;

import dev.reach.http.Octets;

/**
 * The first line of a request, see RFC 9112, section 3.
 *
 * @param method the method
 * @param target the target as it was sent
 * @param version the version
 */
record RequestLine(String method, String target, String version) {

	static final String HTTP_1_0 = "HTTP/1.0";

	private static final String HTTP_1_1 = "HTTP/1.1";

	static RequestLine parse(CharSequence line) {
		String text = line.toString();
		int first = text.indexOf(' ');
		int last = text.lastIndexOf(' ');
		MalformedRequestException.require(first > 0 && last > first + 1 && text.indexOf(' ', first + 1) == last,
				"The request line must be a method, a target and a version with single spaces between them");
		RequestLine request = new RequestLine(text.substring(0, first), text.substring(first + 1, last),
				text.substring(last + 1));
		request.requireValid();
		return request;
	}

	static boolean canBegin(CharSequence line) {
		return !line.isEmpty() && Octets.isTokenOctet(line.charAt(0));
	}

	private void requireValid() {
		MalformedRequestException.require(Octets.isToken(this.method), "The method must be a token");
		MalformedRequestException.require(this.version.equals(HTTP_1_1) || isVersion10(),
				"The version must be HTTP/1.1 or HTTP/1.0");
		MalformedRequestException.require(isUnambiguous(this.target),
				"The target must consist of visible ASCII characters, without backslashes and without a fragment");
		MalformedRequestException.require(!this.method.equals("CONNECT"), "CONNECT is not supported");
		MalformedRequestException.require(isOrigin() || isAsterisk() || isAbsolute(),
				"The target must be a path that begins with a slash, or an absolute http or https URL");
	}

	private static boolean isUnambiguous(String target) {
		for (int index = 0; index < target.length(); index++) {
			char octet = target.charAt(index);
			if (!Octets.isVisible(octet) || octet == '#' || octet == '\\') {
				return false;
			}
		}
		return true;
	}

	private boolean isOrigin() {
		return this.target.startsWith("/");
	}

	private boolean isAsterisk() {
		return this.target.equals("*") && this.method.equals("OPTIONS");
	}

	private boolean isAbsolute() {
		return begins("http://") || begins("https://");
	}

	private boolean begins(String scheme) {
		return this.target.regionMatches(true, 0, scheme, 0, scheme.length());
	}

	boolean isVersion10() {
		return this.version.equals(HTTP_1_0);
	}

	/**
	 * Check that the target does not name another authority than the request does.
	 * @param host the value of {@code Host}, or an empty text
	 */
	void requireAuthority(String host) {
		MalformedRequestException.require(!isAbsolute() || authority().equalsIgnoreCase(host),
				"The authority of an absolute target must be that of the Host field");
	}

	private String authority() {
		int start = this.target.indexOf("//") + 2;
		int end = start;
		while (end < this.target.length() && "/?".indexOf(this.target.charAt(end)) == -1) {
			end++;
		}
		return this.target.substring(start, end);
	}

}
