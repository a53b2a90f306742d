package dev.reach.autoconfigure;

import java.security.Principal;

import dev.reach.gateway.CallerPolicy;
import dev.reach.gateway.GatewayException;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Lets callers call that Spring Security knows.
 */
final class AuthenticatedCallers implements CallerPolicy {

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	@Override
	public Mono<Void> check(ServerRequest request) {
		return request.principal()
			.filter(AuthenticatedCallers::isAuthenticated)
			.switchIfEmpty(Mono.error(
					() -> new GatewayException(HttpStatus.UNAUTHORIZED, "The caller has to authenticate to do this")))
			.then();
	}

	private static boolean isAuthenticated(Principal principal) {
		return principal instanceof Authentication authentication && TRUST.isAuthenticated(authentication);
	}

	@Override
	public String toString() {
		return "authenticated callers";
	}

}
