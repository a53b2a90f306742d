package dev.reach.netty;

import dev.reach.http.Octets;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request says about where the request ends and whom it is for, see
 * RFC 9112, sections 3.2 and 6.
 */
final class RequestHead {

	private static final int MAX_LENGTH_DIGITS = 18;

	private final RequestLine line;

	private @Nullable String host;

	private @Nullable String contentLength;

	private @Nullable String transferEncoding;

	RequestHead(RequestLine line) {
		this.line = line;
	}

	void add(FieldLine field) {
		if (field.isNamed(HttpHeaderNames.HOST)) {
			MalformedRequestException.require(this.host == null, "There must not be more than one Host field");
			this.host = field.value();
			HostField.requireValid(this.host);
		}
		else if (field.isNamed(HttpHeaderNames.CONTENT_LENGTH)) {
			MalformedRequestException.require(this.contentLength == null,
					"There must not be more than one Content-Length field");
			this.contentLength = field.value();
			MalformedRequestException.require(
					Octets.isNumber(this.contentLength) && this.contentLength.length() <= MAX_LENGTH_DIGITS,
					"Content-Length must be a decimal number");
		}
		else if (field.isNamed(HttpHeaderNames.TRANSFER_ENCODING)) {
			MalformedRequestException.require(this.transferEncoding == null,
					"There must not be more than one Transfer-Encoding field");
			this.transferEncoding = field.value();
			MalformedRequestException.require(this.transferEncoding.equalsIgnoreCase("chunked"),
					"Transfer-Encoding must be chunked");
		}
		else {
			// Netty takes these two for a request with a body of eight bytes.
			MalformedRequestException.require(
					!field.isNamed(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
							&& !field.isNamed(HttpHeaderNames.SEC_WEBSOCKET_KEY2),
					"The handshake of a draft of WebSocket is not supported");
		}
	}

	void requireUnambiguous() {
		MalformedRequestException.require(this.transferEncoding == null || this.contentLength == null,
				"Content-Length and Transfer-Encoding must not be together");
		MalformedRequestException.require(this.transferEncoding == null || !this.line.isVersion10(),
				"HTTP/1.0 has no Transfer-Encoding");
		MalformedRequestException.require(this.host != null || this.line.isVersion10(), "HTTP/1.1 needs a Host field");
		this.line.requireAuthority((this.host != null) ? this.host : "");
	}

	boolean isChunked() {
		return this.transferEncoding != null;
	}

	long contentLength() {
		return (this.contentLength != null) ? Long.parseLong(this.contentLength) : 0;
	}

}
