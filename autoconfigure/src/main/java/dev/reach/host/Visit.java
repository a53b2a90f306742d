package dev.reach.host;

import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One attempt at a host, and what it tells about its health.
 */
final class Visit {

	private static final int UNAVAILABLE = 503;

	private final HostHealth health;

	private final @Nullable Outage outage;

	Visit(HostHealth health, @Nullable Outage outage) {
		this.health = health;
		this.outage = outage;
	}

	HostHealth health() {
		return this.health;
	}

	/**
	 * Return the outage of the host at the time the visit began.
	 * @return the outage, or {@code null} if the host was well
	 */
	@Nullable Outage outage() {
		return this.outage;
	}

	Mono<ReachHttpResponse> watch(Mono<ReachHttpResponse> attempt) {
		return attempt.doOnNext(this::answered).doOnError(this::failed).doOnTerminate(this::end).doOnCancel(this::end);
	}

	/**
	 * End the visit. If nothing was learned, another may try.
	 */
	void end() {
		if (this.outage != null) {
			this.outage.giveBack(this);
		}
	}

	private void answered(ReachHttpResponse response) {
		if (response.status() == UNAVAILABLE) {
			this.health.failed(this.outage);
		}
		else {
			this.health.succeeded();
		}
	}

	private void failed(Throwable error) {
		if (error instanceof ReachTransportException failure && failure.isServiceAtFault()) {
			this.health.failed(this.outage);
		}
	}

}
