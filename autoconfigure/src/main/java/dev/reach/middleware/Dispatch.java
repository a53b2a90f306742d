package dev.reach.middleware;

import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.RequestSigner;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.HeaderRules;
import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestCompression;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends a request whose target is known: puts on it what is for this target only, then
 * signs it, so that nothing changes what is signed.
 *
 * @param defaultCookies the cookies of the client
 * @param cookieJar the cookies of the services
 * @param credentials adds the credentials
 * @param compression compresses the body
 * @param signer signs the request
 */
record Dispatch(DefaultCookies defaultCookies, CookieJar cookieJar, CredentialHeaders credentials,
		RequestCompression compression, RequestSigner signer) {

	Mono<ReachHttpResponse> send(Exchange attempt, ReachHttpClient transport) {
		if (attempt.hasLeftOrigin()) {
			attempt.updateRequest(RedirectedRequest::harmless);
		}
		boolean covered = this.credentials.cover(attempt.request().uri());
		if (covered) {
			attempt.updateRequest(this.defaultCookies::applyTo);
		}
		attempt.updateRequest(this.compression::apply);
		boolean unsigned = !covered || this.signer == RequestSigner.NONE;
		return this.credentials.send(attempt.request(), (authenticated) -> {
			ReachHttpRequest request = this.cookieJar.applyTo(authenticated);
			return unsigned ? send(attempt, request, transport)
					: signed(request).flatMap((signed) -> send(attempt, signed, transport));
		});
	}

	private Mono<ReachHttpRequest> signed(ReachHttpRequest request) {
		return Mono.defer(() -> this.signer.sign(request))
			.switchIfEmpty(Mono
				.error(() -> new ReachConfigurationException("The RequestSigner gave no request; nothing was sent")));
	}

	private Mono<ReachHttpResponse> send(Exchange attempt, ReachHttpRequest request, ReachHttpClient transport) {
		Mono<ReachHttpResponse> exchange = Mono.defer(() -> {
			HeaderRules.requireValid(request);
			attempt.progress().handedOver();
			return transport.exchange(attempt.progress().attachTo(request));
		});
		return OutcomeMono.handle(exchange, (response, ex) -> {
			if (response == null) {
				throw failure(ex, request);
			}
			this.cookieJar.take(request.uri(), response);
			return response.answering(request);
		});
	}

	private static ReachException failure(@Nullable Throwable ex, ReachHttpRequest request) {
		if (ex instanceof ReachException known) {
			return known;
		}
		String what = (ex != null) ? "failed with " + ex.getClass().getName() + " on" : "gave no response to";
		return new ReachTransportException("The HTTP client %s %s".formatted(what, request), ex, Delivery.UNKNOWN);
	}

}
