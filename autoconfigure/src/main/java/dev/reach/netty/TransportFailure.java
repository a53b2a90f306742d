package dev.reach.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
import org.springframework.web.reactive.function.client.WebClientException;

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
		List<Throwable> chain = chainOf(ex);
		for (Throwable link : chain) {
			if (link instanceof ReachException translated) {
				return translated;
			}
		}
		Throwable cause = safeCause(chain);
		ReachException failure = proxy(chain, cause);
		failure = (failure != null) ? failure : pool(chain, cause);
		failure = (failure != null) ? failure : connect(chain, cause);
		failure = (failure != null) ? failure : tls(chain, cause);
		return (failure != null) ? failure : exchange(chain, cause);
	}

	ReachTransportException closed(@Nullable Throwable cause) {
		return new ReachTransportException(describe("The client is closed, no call can be made", Delivery.NOT_SENT),
				cause, Delivery.NOT_SENT);
	}

	ReachTransportException ofBody(Throwable cause) {
		String what = "The body of the request failed with " + cause.getClass().getSimpleName();
		return new ReachTransportException(describe(what, delivery()), cause, delivery());
	}

	private @Nullable ReachException proxy(List<Throwable> chain, @Nullable Throwable cause) {
		if (this.proxy == null) {
			return null;
		}
		ProxyFailure failure = find(chain, ProxyFailure.class);
		if (failure != null) {
			return proxyFailure(this.proxy, String.valueOf(failure.getMessage()), failure.getCause(), failure.answer());
		}
		if (this.written) {
			return null;
		}
		if (find(chain, ConnectTimeoutException.class) != null) {
			return proxyFailure(this.proxy, "is not ready within reach.proxy.connect-timeout", cause, null);
		}
		ConnectException refused = find(chain, ConnectException.class);
		if (refused != null) {
			return proxyFailure(this.proxy, "cannot be reached (%s)".formatted(reasonOf(refused)), cause, null);
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

	private @Nullable ReachException pool(List<Throwable> chain, @Nullable Throwable cause) {
		if (find(chain, PoolAcquireTimeoutException.class) != null) {
			return new ReachTimeoutException(
					describe("No connection became free within reach.pool.pending-acquire-timeout", Delivery.NOT_SENT),
					cause, Delivery.NOT_SENT, Limit.POOL);
		}
		if (find(chain, PoolAcquirePendingLimitException.class) != null) {
			return new ReachPoolException(describe(
					"As many calls as reach.pool.pending-acquire-max-count allows wait for a connection already",
					Delivery.NOT_SENT), cause, Delivery.NOT_SENT);
		}
		return (find(chain, PoolShutdownException.class) != null) ? closed(cause) : null;
	}

	private @Nullable ReachException connect(List<Throwable> chain, @Nullable Throwable cause) {
		if (this.written) {
			return null;
		}
		if (find(chain, ConnectTimeoutException.class) != null) {
			return new ReachTimeoutException(describe("No connection within reach.connect-timeout", delivery()), cause,
					delivery(), Limit.CONNECT);
		}
		FilteredTargetException filtered = find(chain, FilteredTargetException.class);
		if (filtered != null) {
			return connectFailure(String.valueOf(filtered.getMessage()), null);
		}
		if (find(chain, FilteredHostException.class) != null) {
			return connectFailure("The InetAddressFilter of the application does not allow the address", cause);
		}
		if (find(chain, UnknownHostException.class) != null || find(chain, UnresolvedAddressException.class) != null) {
			return connectFailure("The host name is unknown", cause);
		}
		ConnectException refused = find(chain, ConnectException.class);
		return (refused != null) ? connectFailure("No connection (%s)".formatted(reasonOf(refused)), cause) : null;
	}

	private ReachConnectException connectFailure(String what, @Nullable Throwable cause) {
		return new ReachConnectException(describe(what, delivery()), cause, delivery());
	}

	private @Nullable ReachException tls(List<Throwable> chain, @Nullable Throwable cause) {
		if (find(chain, SslHandshakeTimeoutException.class) != null) {
			return new ReachTimeoutException(describe("No secure connection within reach.connect-timeout", delivery()),
					cause, delivery(), Limit.CONNECT);
		}
		if (find(chain, NotSslRecordException.class) != null) {
			return new ReachTlsException(
					describe("The peer does not speak TLS; is the port one for plain http?", delivery()), cause,
					delivery());
		}
		if (!isCutOff(chain) && find(chain, SSLException.class) == null) {
			return null;
		}
		String reason = tlsReasonOf(chain.get(0));
		String way = (this.proxy != null)
				? " behind the proxy %s; if that inspects TLS, its certificate belongs in reach.ssl.bundle"
					.formatted(this.proxy)
				: "";
		return new ReachTlsException(describe("The TLS handshake failed (%s)%s".formatted(reason, way), delivery()),
				cause, delivery());
	}

	private boolean isCutOff(List<Throwable> chain) {
		boolean peerSpokeTls = chain.stream()
			.anyMatch((link) -> link instanceof SSLHandshakeException || link instanceof NotSslRecordException
					|| link instanceof SslHandshakeTimeoutException);
		return !this.written && !peerSpokeTls && Origin.of(this.request.uri()).isSecure()
				&& find(chain, IOException.class) != null;
	}

	private ReachException exchange(List<Throwable> chain, @Nullable Throwable cause) {
		if (find(chain, ReadTimeoutException.class) != null) {
			return new ReachTimeoutException(
					describe("Nothing was received for as long as reach.read-timeout", delivery()), cause, delivery(),
					Limit.READ);
		}
		boolean lost = find(chain, IOException.class) != null
				|| find(chain, PrematureChannelClosureException.class) != null;
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

	static List<Throwable> chainOf(Throwable ex) {
		List<Throwable> chain = new ArrayList<>();
		for (Throwable link = ex; link != null && !chain.contains(link); link = link.getCause()) {
			chain.add(link);
		}
		return chain;
	}

	// WebClient's exceptions hold the headers of the request, and some of Netty's hold
	// bytes of the peer in their message: neither may reach a log.
	private static @Nullable Throwable safeCause(List<Throwable> chain) {
		Predicate<Throwable> safe = (link) -> link instanceof IOException && !(link instanceof WebClientException);
		boolean holdsBytes = chain.stream().anyMatch(NotSslRecordException.class::isInstance);
		return holdsBytes ? null : chain.stream().filter(safe).findFirst().orElse(null);
	}

	// The native transport puts the name and the number of the failed call first.
	static String reasonOf(Throwable ex) {
		return String.valueOf(ex.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
	}

	static String tlsReasonOf(Throwable ex) {
		List<Throwable> chain = chainOf(ex);
		String detail = chain.get(chain.size() - 1).getMessage();
		return (detail != null) ? detail : "the peer closed the connection";
	}

	private static <T> @Nullable T find(List<Throwable> chain, Class<T> type) {
		return chain.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

}
