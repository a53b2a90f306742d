package dev.reach.credential;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Sends requests with credentials to the configured origins, and without to any other.
 *
 * @since 0.1.0
 */
public final class CredentialHeaders {

	private final ReachCredentialsProvider provider;

	private final AuthScheme scheme;

	private final Set<Origin> origins;

	/**
	 * Create a new step.
	 * @param provider gives the credentials
	 * @param scheme how they travel
	 * @param origins where the credentials may go
	 * @throws ReachConfigurationException if they would travel in clear
	 */
	public CredentialHeaders(ReachCredentialsProvider provider, AuthScheme scheme, Set<Origin> origins) {
		origins.forEach(CredentialHeaders::requireConfidential);
		this.provider = provider;
		this.scheme = scheme;
		this.origins = Set.copyOf(origins);
	}

	/**
	 * Send a request with credentials, if it goes to a configured origin. When they are
	 * refused and the provider then has others, it is sent once more; the service has not
	 * acted on a request it refused.
	 * @param request the request
	 * @param send sends it
	 * @return the response
	 */
	public Mono<ReachHttpResponse> send(ReachHttpRequest request,
			Function<ReachHttpRequest, Mono<ReachHttpResponse>> send) {
		if (!cover(request.uri())) {
			return send.apply(request);
		}
		return credentials().flatMap((credentials) -> send.apply(this.scheme.apply(credentials, request))
			.flatMap((response) -> (response.status() == 401) ? refused(credentials, request, response, send)
					: Mono.just(response)));
	}

	/**
	 * Return whether the credentials may go to a URI.
	 * @param uri an absolute URI
	 * @return whether it is on one of the configured origins
	 */
	public boolean cover(URI uri) {
		return this.origins.contains(Origin.of(uri));
	}

	/**
	 * Return which headers the credentials travel in.
	 * @return the names
	 */
	public Set<String> headerNames() {
		return this.scheme.headerNames();
	}

	/**
	 * Check that nobody on the way to an origin can read the credentials.
	 * @param origin where the credentials may go
	 * @throws ReachConfigurationException if they would travel in clear
	 */
	public static void requireConfidential(Origin origin) {
		if (!origin.isSecure() && !origin.isLoopback()) {
			throw new ReachConfigurationException(
					"The credentials would travel in clear to %s; use https (plain http is for loopback hosts only)"
						.formatted(origin));
		}
	}

	private Mono<ReachHttpResponse> refused(ReachCredentials refused, ReachHttpRequest request,
			ReachHttpResponse response, Function<ReachHttpRequest, Mono<ReachHttpResponse>> send) {
		return Mono
			.usingWhen(Mono.just(response), (unread) -> others(refused, request), (unread) -> Mono.empty(),
					(unread, ex) -> unread.discard(), ReachHttpResponse::discard)
			.flatMap((credentials) -> response.discard()
				.then(Mono.defer(() -> send.apply(this.scheme.apply(credentials, request)))))
			.switchIfEmpty(Mono.just(response));
	}

	private Mono<ReachCredentials> others(ReachCredentials refused, ReachHttpRequest request) {
		this.provider.invalidate(refused);
		return request.body().isReplayable() ? credentials().filter((credentials) -> !credentials.equals(refused))
				: Mono.empty();
	}

	private Mono<ReachCredentials> credentials() {
		return this.provider.credentials()
			.switchIfEmpty(Mono.error(() -> new ReachConfigurationException(
					"The ReachCredentialsProvider gave no credentials; nothing was sent")));
	}

	/**
	 * Return where the credentials go, and nothing of them.
	 */
	@Override
	public String toString() {
		return this.origins.stream().map(Origin::toString).sorted().collect(Collectors.joining(", "));
	}

}
