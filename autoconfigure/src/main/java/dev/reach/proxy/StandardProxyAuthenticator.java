package dev.reach.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers with user name and password.
 */
final class StandardProxyAuthenticator implements ProxyAuthenticator {

	@Override
	public Mono<String> authorize(ProxyAuthorizationRequest request) {
		ProxyCredentials credentials = request.proxy().credentials();
		if (credentials == null) {
			return Mono.empty();
		}
		return Mono
			.fromSupplier(
					() -> "Basic " + Base64.getEncoder()
						.encodeToString((credentials.username() + ":" + credentials.password().get())
							.getBytes(StandardCharsets.UTF_8)))
			.subscribeOn(Schedulers.boundedElastic());
	}

}
