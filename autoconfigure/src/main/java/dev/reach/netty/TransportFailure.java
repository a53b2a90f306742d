package dev.reach.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpRequest;
import dev.reach.proxy.ReachProxy;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolShutdownException;

import org.springframework.boot.http.client.FilteredHostException;

/**
 * Says in our words what Netty and WebClient say in theirs. What may be repeated follows
 * from how far the request had come, not from the kind of the exception: the same "reset
 * by peer" is harmless during the handshake and not after the request.
 *
 * @param request the request
 * @param written whether the request was handed to the connection
 * @param proxy the proxy on the way, or {@code null}
 */
record TransportFailure(ReachHttpRequest request, boolean written, @Nullable ReachProxy proxy) {

	ReachException translate(Throwable ex) {
		CauseChain chain = CauseChain.of(ex);
		ReachException translated = chain.find(ReachException.class);
		if (translated != null) {
			return translated;
		}
		Throwable cause = chain.safeCause();
		ReachException failure = proxy(chain, cause);
		failure = (failure != null) ? failure : pool(chain, cause);
		failure = (failure != null) ? failure : connect(chain, cause);
		failure = (failure != null) ? failure : tls(chain, cause);
		return (failure != null) ? failure : exchange(chain, cause);
	}

	ReachTransportException closed(@Nullable Throwable cause) {
		return new ReachTransportException(describe("The client is closed, no call can be made", Delivery.NOT_SENT),
				cause, Delivery.NOT_SENT, false);
	}

	ReachTransportException givenUp() {
		return new ReachTransportException("The response to %s was given up".formatted(this.request), null,
				Delivery.UNKNOWN);
	}

	ReachTransportException ofBody(Throwable cause) {
		String what = "The body of the request failed with " + cause.getClass().getSimpleName();
		return new RequestBodyException(describe(what, delivery()), cause, delivery());
	}

	private @Nullable ReachException proxy(CauseChain chain, @Nullable Throwable cause) {
		if (this.proxy == null) {
			return null;
		}
		ProxyFailure failure = chain.find(ProxyFailure.class);
		if (failure != null) {
			return proxyFailure(this.proxy, String.valueOf(failure.getMessage()), failure.getCause(), failure.answer());
		}
		if (this.written) {
			return null;
		}
		if (chain.has(ConnectTimeoutException.class)) {
			return proxyFailure(this.proxy, ProxyFailure.NOT_READY, cause, null);
		}
		ConnectException refused = chain.find(ConnectException.class);
		if (refused != null) {
			return proxyFailure(this.proxy, "cannot be reached (%s)".formatted(CauseChain.reasonOf(refused)), cause,
					null);
		}
		return isCutOff(chain)
				? proxyFailure(this.proxy,
						"or the host behind it closed the tunnel before the TLS handshake was complete", cause, null)
				: null;
	}

	ReachProxyException proxyFailure(ReachProxy proxy, String what, @Nullable Throwable cause,
			@Nullable Answer answer) {
		return new ReachProxyException(describe("The proxy %s %s".formatted(proxy, what), Delivery.NOT_SENT), cause,
				Delivery.NOT_SENT, proxy.toString(), answer);
	}

	private @Nullable ReachException pool(CauseChain chain, @Nullable Throwable cause) {
		if (chain.has(PoolAcquireTimeoutException.class)) {
			return new ReachTimeoutException(
					describe("No connection became free within reach.pool.pending-acquire-timeout", Delivery.NOT_SENT),
					cause, Delivery.NOT_SENT, Limit.POOL);
		}
		if (chain.has(PoolAcquirePendingLimitException.class)) {
			return new ReachPoolException(describe(
					"As many calls as reach.pool.pending-acquire-max-count allows wait for a connection already",
					Delivery.NOT_SENT), cause, Delivery.NOT_SENT);
		}
		return chain.has(PoolShutdownException.class) ? closed(cause) : null;
	}

	private @Nullable ReachException connect(CauseChain chain, @Nullable Throwable cause) {
		if (this.written) {
			return null;
		}
		if (chain.has(ConnectTimeoutException.class)) {
			return new ReachTimeoutException(describe("No connection within reach.connect-timeout", delivery()), cause,
					delivery(), Limit.CONNECT);
		}
		FilteredTargetException filtered = chain.find(FilteredTargetException.class);
		if (filtered != null) {
			return connectFailure(String.valueOf(filtered.getMessage()), null, false);
		}
		if (chain.has(FilteredHostException.class)) {
			return connectFailure(FilteredTargetException.NOT_ALLOWED, cause, false);
		}
		if (chain.has(UnknownHostException.class) || chain.has(UnresolvedAddressException.class)) {
			return connectFailure("The host name is unknown", cause, false);
		}
		ConnectException refused = chain.find(ConnectException.class);
		return (refused != null)
				? connectFailure("No connection (%s)".formatted(CauseChain.reasonOf(refused)), cause, true) : null;
	}

	private ReachConnectException connectFailure(String what, @Nullable Throwable cause, boolean recoverable) {
		return new ReachConnectException(describe(what, delivery()), cause, delivery(), recoverable);
	}

	private @Nullable ReachException tls(CauseChain chain, @Nullable Throwable cause) {
		if (chain.has(SslHandshakeTimeoutException.class)) {
			return new ReachTimeoutException(describe("No secure connection within reach.connect-timeout", delivery()),
					cause, delivery(), Limit.CONNECT);
		}
		if (chain.has(NotSslRecordException.class)) {
			return new ReachTlsException(
					describe("The peer does not speak TLS; is the port one for plain http?", delivery()), cause,
					delivery());
		}
		if (!isCutOff(chain) && !chain.has(SSLException.class)) {
			return null;
		}
		String way = (this.proxy != null)
				? " behind the proxy %s; if that inspects TLS, its certificate belongs in reach.ssl.bundle"
					.formatted(this.proxy)
				: "";
		return new ReachTlsException(
				describe("The TLS handshake failed (%s)%s".formatted(chain.tlsReason(), way), delivery()), cause,
				delivery(), isCutOff(chain));
	}

	private boolean isCutOff(CauseChain chain) {
		boolean peerSpokeTls = chain.has(SSLHandshakeException.class) || chain.has(NotSslRecordException.class)
				|| chain.has(SslHandshakeTimeoutException.class);
		return !this.written && !peerSpokeTls && Origin.of(this.request.uri()).isSecure()
				&& chain.has(IOException.class);
	}

	private ReachException exchange(CauseChain chain, @Nullable Throwable cause) {
		if (chain.has(ReadTimeoutException.class)) {
			return new ReachTimeoutException(
					describe("Nothing was received for as long as reach.read-timeout", delivery()), cause, delivery(),
					Limit.READ);
		}
		boolean lost = chain.has(IOException.class) || chain.has(PrematureChannelClosureException.class);
		String what = lost ? "The connection was lost" : "The answer cannot be understood as HTTP";
		return new ReachTransportException(describe(what, delivery()), cause, delivery());
	}

	private Delivery delivery() {
		return this.written ? Delivery.UNKNOWN : Delivery.NOT_SENT;
	}

	private String describe(String what, Delivery delivery) {
		String fate = (delivery == Delivery.NOT_SENT) ? "it was not sent" : "it was sent and may have been carried out";
		return "%s on %s; %s".formatted(what, this.request, fate);
	}

}
