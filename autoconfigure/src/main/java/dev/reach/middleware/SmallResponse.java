package dev.reach.middleware;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.DeclaredLength;
import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

/**
 * A response that is small enough to be passed on in one piece. One that breaks off is
 * then a failure, and not a response that breaks off too.
 */
final class SmallResponse {

	private SmallResponse() {
	}

	static Mono<ReachHttpResponse> complete(ReachHttpResponse response) {
		long length = response.headers().getContentLength();
		if (!DeclaredLength.isSmall(length) || response.isComplete() || !response.hasContent(response.method())
				|| response.headers().containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			return Mono.just(response);
		}
		return OutcomeMono.handle(response.bytes((int) length), (bytes, ex) -> {
			if (ex instanceof ReachException known) {
				throw known;
			}
			if (bytes == null || bytes.length < length) {
				throw broken(response, ex);
			}
			return response.withBytes(bytes);
		});
	}

	private static ReachTransportException broken(ReachHttpResponse response, @Nullable Throwable cause) {
		return new ReachTransportException("The response %s has another length than it declares".formatted(response),
				cause, Delivery.UNKNOWN);
	}

}
