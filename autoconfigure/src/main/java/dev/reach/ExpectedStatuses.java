package dev.reach;

import java.util.Set;

import dev.reach.error.ReachUnexpectedStatusException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Pipeline;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Sends requests, and lets only those statuses through that a request expects. What the
 * retry policy repeats is repeated first.
 *
 * @param pipeline sends the requests
 * @param errors reads the responses that were not expected
 * @param maxResponseSize the largest number of bytes that is read of one that is streamed
 */
record ExpectedStatuses(Pipeline pipeline, ErrorResponseReader errors, int maxResponseSize) {

	Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return this.pipeline.exchange(request).flatMap((response) -> check(request, response));
	}

	Mono<ReachHttpResponse> stream(ReachHttpRequest request) {
		return this.pipeline.stream(request).flatMap((response) -> check(request, response));
	}

	private Mono<ReachHttpResponse> check(ReachHttpRequest request, ReachHttpResponse response) {
		Set<Integer> expected = request.expectedStatuses();
		if (expected.isEmpty() || expected.contains(response.status())) {
			return Mono.just(response);
		}
		return response.bytes(this.maxResponseSize)
			.onErrorReturn(DataBufferLimitException.class, new byte[0])
			.flatMap((body) -> this.errors.judge(response.withBytes(body), ReachUnexpectedStatusException::new));
	}

}
