package dev.reach.middleware;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code Location} header, see RFC 9110, section 10.2.2.
 *
 * @param value the value as it came
 */
record Location(String value) {

	private static final String UNRESERVED_AND_DELIMITERS = "-._~!$&'()*+,;=:@/";

	private static final String IN_PATH = UNRESERVED_AND_DELIMITERS;

	private static final String IN_QUERY = UNRESERVED_AND_DELIMITERS + "?[]";

	private static final Pattern PERCENT_WITHOUT_CODE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

	URI resolveAgainst(URI base) throws UnusableLocationException {
		UriReference target = encoded().resolveAgainst(UriReference.parse(base.toString()));
		URI uri = inherit(target, base.getRawFragment());
		if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
			throw new UnusableLocationException("it is not an http or https address", uri);
		}
		if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
			throw new UnusableLocationException("it holds user information", null);
		}
		if (uri.getHost() == null) {
			throw new UnusableLocationException("it has no host", uri);
		}
		if (uri.getPort() > 65535) {
			throw new UnusableLocationException("it has no valid port", uri);
		}
		return uri;
	}

	private static URI inherit(UriReference target, @Nullable String fragment) throws UnusableLocationException {
		UriReference whole = new UriReference(target.scheme(), target.authority(), target.path(), target.query(),
				(target.fragment() != null) ? target.fragment() : fragment);
		try {
			return new URI(whole.toString());
		}
		catch (URISyntaxException ex) {
			throw new UnusableLocationException("it is not a URI", null);
		}
	}

	private UriReference encoded() {
		UriReference raw = UriReference.parse(this.value.strip());
		String scheme = (raw.scheme() != null) ? raw.scheme().toLowerCase(Locale.ROOT) : null;
		return new UriReference(scheme, raw.authority(), encode(raw.path(), IN_PATH),
				(raw.query() != null) ? encode(raw.query(), IN_QUERY) : null,
				(raw.fragment() != null) ? encode(raw.fragment(), IN_QUERY) : null);
	}

	private static String encode(String component, String legal) {
		ByteArrayOutputStream encoded = new ByteArrayOutputStream();
		for (byte octet : PERCENT_WITHOUT_CODE.matcher(component).replaceAll("%25").getBytes(charset(component))) {
			if (isAlphanumeric(octet) || octet == '%' || legal.indexOf(octet) != -1) {
				encoded.write(octet);
			}
			else {
				encoded.writeBytes("%%%02X".formatted(octet).getBytes(StandardCharsets.US_ASCII));
			}
		}
		return encoded.toString(StandardCharsets.US_ASCII);
	}

	// A transport hands out each byte of a header as one character of ISO-8859-1.
	private static Charset charset(String component) {
		return StandardCharsets.ISO_8859_1.newEncoder().canEncode(component) ? StandardCharsets.ISO_8859_1
				: StandardCharsets.UTF_8;
	}

	private static boolean isAlphanumeric(byte octet) {
		return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9';
	}

	/**
	 * A location that leads nowhere.
	 */
	static final class UnusableLocationException extends Exception {

		private final transient @Nullable URI target;

		UnusableLocationException(String message, @Nullable URI target) {
			super(message);
			this.target = target;
		}

		@Nullable URI target() {
			return this.target;
		}

	}

}
