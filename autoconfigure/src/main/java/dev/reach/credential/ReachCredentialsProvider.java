package dev.reach.credential;

import reactor.core.publisher.Mono;

/**
 * Gives the credentials of the next request. It is asked for each attempt, so a key that
 * was rotated is used without a restart.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReachCredentialsProvider {

	/**
	 * Return the credentials to use now.
	 * @return the credentials
	 */
	Mono<ReachCredentials> credentials();

	/**
	 * The service refused credentials (401). A provider that keeps a copy drops it here;
	 * if {@link #credentials()} then gives others, the request is sent once more with
	 * them.
	 * @param refused the credentials that were refused
	 */
	default void invalidate(ReachCredentials refused) {
	}

	/**
	 * Return a provider that always gives the same credentials.
	 * @param credentials the credentials
	 * @return a provider
	 */
	static ReachCredentialsProvider of(ReachCredentials credentials) {
		Mono<ReachCredentials> always = Mono.just(credentials);
		return () -> always;
	}

	/**
	 * Return a provider that asks a source once and keeps what it gave until the service
	 * refuses it, for example for tokens that expire. Callers that come while the source
	 * is being asked wait for the same answer; one of them that gives up does not disturb
	 * the others. A failure is not kept.
	 * @param source gives the credentials, asked at each subscription; it must not block
	 * @return a provider
	 */
	static ReachCredentialsProvider cached(Mono<ReachCredentials> source) {
		return new CachedCredentialsProvider(source);
	}

}
