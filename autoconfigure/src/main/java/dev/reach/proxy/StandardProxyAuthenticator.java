package dev.reach.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers with user name and password by the strongest scheme that is offered, or with
 * the Kerberos login of the JVM if there are no credentials.
 */
final class StandardProxyAuthenticator implements ProxyAuthenticator {

	@Override
	public Mono<String> authorize(ProxyAuthorizationRequest request) {
		ProxyCredentials credentials = request.proxy().credentials();
		if (credentials == null) {
			return negotiate(request);
		}
		return answer(request, credentials.username())
			.map((answer) -> Mono.fromSupplier(() -> answer.apply(password(request.proxy(), credentials)))
				.subscribeOn(Schedulers.boundedElastic()))
			.orElseGet(Mono::empty);
	}

	private Mono<String> negotiate(ProxyAuthorizationRequest request) {
		boolean offered = request.challenges()
			.stream()
			.anyMatch((challenge) -> challenge.isOf("Negotiate") && challenge.token() == null);
		if (!offered || request.refusals() > 1) {
			return Mono.empty();
		}
		return Mono.fromCallable(() -> NegotiateAuthorization.answer(request.proxy()))
			.subscribeOn(Schedulers.boundedElastic());
	}

	// A function of the password, which is only asked for if there is an answer.
	private static Optional<UnaryOperator<String>> answer(ProxyAuthorizationRequest request, String username) {
		List<ProxyChallenge> challenges = request.challenges();
		// After an answer to a new challenge was refused the password is wrong: a second
		// try may lock the account.
		boolean retry = request.refusals() > 1;
		Optional<UnaryOperator<String>> digest = DigestAuthorization
			.strongest(retry ? challenges.stream().filter(StandardProxyAuthenticator::isStale).toList() : challenges)
			.map((strongest) -> (password) -> strongest.answer(request, username, password));
		boolean basic = challenges.isEmpty() || challenges.stream().anyMatch((challenge) -> challenge.isOf("Basic"));
		if (digest.isPresent() || retry || !basic || username.contains(":")) {
			return digest;
		}
		return Optional.of((password) -> basic(username, password));
	}

	private static boolean isStale(ProxyChallenge challenge) {
		return "true".equalsIgnoreCase(challenge.parameters().get("stale"));
	}

	private static String basic(String username, String password) {
		byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(pair);
	}

	private static String password(ReachProxy proxy, ProxyCredentials credentials) {
		try {
			return Objects.requireNonNull(credentials.password().get());
		}
		catch (RuntimeException ex) {
			// Neither message nor cause: they may quote the password.
			throw new IllegalStateException(
					"The password for the proxy %s is not available: its supplier failed with %s".formatted(proxy,
							ex.getClass().getName()));
		}
	}

}
