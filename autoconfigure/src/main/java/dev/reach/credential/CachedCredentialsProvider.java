package dev.reach.credential;

import java.util.concurrent.atomic.AtomicReference;

import dev.reach.error.ReachConfigurationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps the credentials of a source until they are refused.
 */
final class CachedCredentialsProvider implements ReachCredentialsProvider {

	private final Mono<ReachCredentials> source;

	private final AtomicReference<Copy> copy;

	CachedCredentialsProvider(Mono<ReachCredentials> source) {
		this.source = source.switchIfEmpty(Mono
			.error(() -> new ReachConfigurationException("The source of the credentials gave none; nothing was sent")));
		this.copy = new AtomicReference<>(new Copy(this.source));
	}

	@Override
	public Mono<ReachCredentials> credentials() {
		return Mono.defer(() -> this.copy.get().credentials);
	}

	@Override
	public void invalidate(ReachCredentials refused) {
		Copy current = this.copy.get();
		if (refused.equals(current.taken)) {
			this.copy.compareAndSet(current, new Copy(this.source));
		}
	}

	/**
	 * What the source is asked for once, unless it fails.
	 */
	private static final class Copy {

		private volatile @Nullable ReachCredentials taken;

		private final Mono<ReachCredentials> credentials;

		Copy(Mono<ReachCredentials> source) {
			this.credentials = source.doOnNext((credentials) -> this.taken = credentials)
				.cacheInvalidateIf((credentials) -> false);
		}

	}

}
