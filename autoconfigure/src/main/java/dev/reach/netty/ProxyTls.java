package dev.reach.netty;

import javax.net.ssl.SSLException;

import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS to the proxy itself.
 */
final class ProxyTls {

	// "HTTP/" as it stands in the message of NotSslRecordException.
	private static final String HTTP = "485454502f";

	private ProxyTls() {
	}

	static SslContext context(@Nullable SslBundle bundle) {
		SslContextBuilder builder = SslContextBuilder.forClient();
		if (bundle != null) {
			SslOptions options = bundle.getOptions();
			builder.keyManager(bundle.getManagers().getKeyManagerFactory())
				.trustManager(bundle.getManagers().getTrustManagerFactory())
				.ciphers(SslOptions.asSet(options.getCiphers()))
				.protocols(options.getEnabledProtocols());
		}
		try {
			return builder.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("TLS to the proxy cannot be set up", ex);
		}
	}

	static String describe(Throwable failure, ReachProxy proxy) {
		String plain = new ReachProxy(ProxyType.HTTP, proxy.host(), proxy.port(), null).toString();
		for (Throwable link : CauseChain.of(failure).links()) {
			if (link instanceof NotSslRecordException) {
				String message = String.valueOf(link.getMessage()).contains(HTTP)
						? "speaks plain HTTP, not TLS: write its URL as %s" : "does not speak TLS: write its URL as %s";
				return message.formatted(plain);
			}
			if (link instanceof SslHandshakeTimeoutException) {
				return ProxyFailure.NOT_READY;
			}
		}
		return "could not be reached by TLS (%s); if it speaks plain HTTP, write its URL as %s"
			.formatted(CauseChain.of(failure).tlsReason(), plain);
	}

}
