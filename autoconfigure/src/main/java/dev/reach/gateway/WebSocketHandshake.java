package dev.reach.gateway;

import java.util.Base64;
import java.util.List;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * The opening handshake of a WebSocket, see RFC 6455, section 4.
 */
final class WebSocketHandshake {

	static final String PROTOCOL = "Sec-WebSocket-Protocol";

	private static final String KEY = "Sec-WebSocket-Key";

	private static final String VERSION = "Sec-WebSocket-Version";

	private static final String SUPPORTED_VERSION = "13";

	private static final int KEY_LENGTH = 16;

	private static final Set<String> OWN = Set.of(HttpHeaders.UPGRADE, HttpHeaders.CONNECTION,
			HttpHeaders.CONTENT_LENGTH, HttpHeaders.TRANSFER_ENCODING, KEY, VERSION, PROTOCOL, "Sec-WebSocket-Accept",
			"Sec-WebSocket-Extensions");

	private WebSocketHandshake() {
	}

	static boolean isAttempted(HttpHeaders headers) {
		return hasToken(headers, HttpHeaders.UPGRADE, "websocket")
				&& hasToken(headers, HttpHeaders.CONNECTION, "upgrade");
	}

	static void check(HttpMethod method, HttpHeaders headers) {
		if (method != HttpMethod.GET || !isKey(headers.getOrEmpty(KEY))
				|| headers.containsHeader(HttpHeaders.TRANSFER_ENCODING) || headers.getContentLength() > 0) {
			throw new GatewayException(HttpStatus.BAD_REQUEST, "The request is no valid WebSocket handshake");
		}
		if (!headers.getOrEmpty(VERSION).equals(List.of(SUPPORTED_VERSION))) {
			GatewayException ex = new GatewayException(HttpStatus.UPGRADE_REQUIRED,
					"Only version 13 of the WebSocket protocol is supported");
			ex.getHeaders().set(VERSION, SUPPORTED_VERSION);
			throw ex;
		}
	}

	static HttpHeaders withoutOwn(HttpHeaders headers) {
		HttpHeaders others = HttpHeaders.copyOf(headers);
		OWN.forEach(others::remove);
		return others;
	}

	private static boolean hasToken(HttpHeaders headers, String name, String token) {
		for (String value : headers.getOrEmpty(name)) {
			for (String candidate : value.split(",")) {
				if (candidate.strip().equalsIgnoreCase(token)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isKey(List<String> values) {
		try {
			return values.size() == 1 && Base64.getDecoder().decode(values.get(0).strip()).length == KEY_LENGTH;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
