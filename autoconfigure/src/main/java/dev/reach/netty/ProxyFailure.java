package dev.reach.netty;

import dev.reach.error.ReachProxyException.Answer;
import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A proxy was not ready to pass data on. No byte of the request has left by then.
 */
final class ProxyFailure extends ProxyConnectException {

	private final @Nullable Answer answer;

	private final boolean worthAnother;

	ProxyFailure(String what, @Nullable Throwable cause) {
		this(what, cause, null, false);
	}

	ProxyFailure(String what, @Nullable Throwable cause, @Nullable Answer answer, boolean worthAnother) {
		super(what, cause);
		this.answer = answer;
		this.worthAnother = worthAnother;
	}

	// It tells all by its text, and Reactor Netty logs it.
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	@Nullable Answer answer() {
		return this.answer;
	}

	// The proxy has closed the connection with its challenge; on a new one it can be
	// answered.
	boolean isWorthAnotherConnection() {
		return this.worthAnother;
	}

}
