package dev.reach.netty;

import dev.reach.error.ReachProxyException.Answer;
import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A proxy was not ready to pass data on. No byte of the request has left by then.
 */
final class ProxyFailure extends ProxyConnectException {

	static final String NOT_READY = "is not ready within reach.proxy.connect-timeout";

	private final @Nullable Answer answer;

	private final @Nullable ProxyDemand demand;

	ProxyFailure(String what, @Nullable Throwable cause) {
		this(what, cause, null, null);
	}

	ProxyFailure(String what, @Nullable Throwable cause, @Nullable Answer answer, @Nullable ProxyDemand demand) {
		super(what, cause);
		this.answer = answer;
		this.demand = demand;
	}

	// It tells all by its text, and Reactor Netty logs it.
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

	@Nullable Answer answer() {
		return this.answer;
	}

	// What can still be answered, but not on the connection it came by.
	@Nullable ProxyDemand demand() {
		return this.demand;
	}

}
