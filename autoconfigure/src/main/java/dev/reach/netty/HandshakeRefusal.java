package dev.reach.netty;

import java.io.IOException;

import dev.reach.http.ReachHttpResponse;

/**
 * A target has answered the handshake of a WebSocket with a response of its own.
 */
final class HandshakeRefusal extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient ReachHttpResponse response;

	HandshakeRefusal(ReachHttpResponse response) {
		super("The handshake was answered with " + response.status());
		this.response = response;
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	ReachHttpResponse response() {
		return this.response;
	}

}
