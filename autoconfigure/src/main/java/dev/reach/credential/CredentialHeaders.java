package dev.reach.credential;

import java.net.URI;
import java.util.Set;
import java.util.function.Function;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.HeaderRules;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Sends requests with the two credential headers, to the configured origins and to no
 * other.
 *
 * @since 0.1.0
 */
public final class CredentialHeaders {

	/**
	 * The header that names the applet.
	 */
	public static final String API_USER = "ApiUser";

	/**
	 * The header that holds the secret.
	 */
	public static final String API_KEY = "ApiKey";

	private final ReachCredentialsProvider provider;

	private final String userHeader;

	private final String keyHeader;

	private final Set<Origin> origins;

	/**
	 * Create a new step.
	 * @param provider gives the credentials
	 * @param userHeader the header that names the applet
	 * @param keyHeader the header that holds the secret
	 * @param origins where the credentials may go
	 * @throws ReachConfigurationException if they would travel in clear, or the two names
	 * cannot be used
	 */
	public CredentialHeaders(ReachCredentialsProvider provider, String userHeader, String keyHeader,
			Set<Origin> origins) {
		origins.forEach(CredentialHeaders::requireConfidential);
		requireNames(userHeader, keyHeader);
		this.provider = provider;
		this.userHeader = userHeader;
		this.keyHeader = keyHeader;
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
		return credentials().flatMap((credentials) -> send.apply(with(credentials, request))
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

	private static void requireNames(String userHeader, String keyHeader) {
		try {
			HeaderRules.requireName(userHeader);
			HeaderRules.requireName(keyHeader);
		}
		catch (IllegalArgumentException ex) {
			throw new ReachConfigurationException(String.valueOf(ex.getMessage()));
		}
		if (userHeader.equalsIgnoreCase(keyHeader)) {
			throw new ReachConfigurationException(
					"The API user and the API key cannot both be in the header '%s'".formatted(userHeader));
		}
	}

	private Mono<ReachHttpResponse> refused(ReachCredentials refused, ReachHttpRequest request,
			ReachHttpResponse response, Function<ReachHttpRequest, Mono<ReachHttpResponse>> send) {
		return Mono
			.usingWhen(Mono.just(response), (unread) -> others(refused, request), (unread) -> Mono.empty(),
					(unread, ex) -> unread.discard(), ReachHttpResponse::discard)
			.flatMap((credentials) -> response.discard().then(send.apply(with(credentials, request))))
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

	private ReachHttpRequest with(ReachCredentials credentials, ReachHttpRequest request) {
		return request.mutate()
			.header(this.userHeader, credentials.apiUser())
			.header(this.keyHeader, credentials.apiKey())
			.build();
	}

}
