package dev.reach.gateway;

import java.net.URI;
import java.util.regex.Pattern;

import dev.reach.http.Octets;
import dev.reach.http.PathRewrite;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Where a request leads below the target. Path and query stay as they are encoded, octet
 * by octet. A path that somebody may read as another one is refused, so that the rewrite
 * holds for the target too.
 */
final class TargetPath {

	private static final Pattern AUTHORITY = Pattern.compile("([^@:*\\[]+|\\[[^@*]+])(:[0-9]*)?");

	private TargetPath() {
	}

	/**
	 * Find where a request leads.
	 * @param incoming the URI of the request, of which path and query are taken
	 * @param rewrite changes the path
	 * @return a relative URI that begins with one slash
	 * @throws GatewayException with status 400 if the path can be read in several ways;
	 * the connection is closed with the answer
	 */
	static URI of(URI incoming, PathRewrite rewrite) {
		require(!incoming.isOpaque() && isHost(incoming) && incoming.getRawFragment() == null,
				"The target of the request must be a path");
		String path = incoming.getRawPath().isEmpty() ? "/" : incoming.getRawPath();
		require(path.startsWith("/"), "The path must begin with a slash");
		if (!isPlain(path) || !isPlain(rewrite.from())) {
			requireOneReading(path, rewrite);
		}
		String query = (incoming.getRawQuery() != null) ? "?" + incoming.getRawQuery() : "";
		return rewrite.apply(URI.create(path + query));
	}

	// Letters, digits, dashes, underscores and single slashes: no way to read it but one.
	private static boolean isPlain(String path) {
		for (int index = 0; index < path.length(); index++) {
			char character = path.charAt(index);
			boolean single = character == '/' && (index == 0 || path.charAt(index - 1) != '/');
			if (!single && !Octets.isLetterOrDigit(character) && character != '-' && character != '_') {
				return false;
			}
		}
		return true;
	}

	private static void requireOneReading(String path, PathRewrite rewrite) {
		DecodedPath decoded = DecodedPath.of(path);
		require(!decoded.hasEmptyBeginning(), "The path must not begin with two slashes");
		require(!decoded.hasControlCharacters(), "The path must not have control characters");
		require(!decoded.hasDotSegments(), "The path must not have dot segments");
		requireSameBeginning(path, decoded, rewrite);
	}

	// A target without a slash at its start is taken for a part of the authority.
	private static boolean isHost(URI incoming) {
		String authority = incoming.getRawAuthority();
		if (authority == null) {
			return !incoming.isAbsolute();
		}
		return incoming.isAbsolute() && (Octets.isPlainAuthority(authority) || AUTHORITY.matcher(authority).matches());
	}

	private static void requireSameBeginning(String path, DecodedPath decoded, PathRewrite rewrite) {
		String from = rewrite.from();
		boolean begins = PathRewrite.begins(path, from);
		require(begins || !decoded.beginsWith(DecodedPath.of(from)),
				"The beginning of the path must not be encoded and must not have parameters");
		require(!begins || !DecodedPath.of(rewrite.to() + path.substring(from.length())).hasEmptyBeginning(),
				"The path must not begin with two slashes");
	}

	private static void require(boolean condition, String rule) {
		if (!condition) {
			GatewayException refusal = new GatewayException(HttpStatus.BAD_REQUEST, rule);
			refusal.getHeaders().set(HttpHeaders.CONNECTION, "close");
			throw refusal;
		}
	}

}
