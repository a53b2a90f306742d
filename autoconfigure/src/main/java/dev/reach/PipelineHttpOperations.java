package dev.reach;

import java.util.Objects;

import dev.reach.http.HttpOperations;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

/**
 * Plain HTTP through the pipeline.
 *
 * @param exchanges sends the requests
 */
record PipelineHttpOperations(ExpectedStatuses exchanges) implements HttpOperations {

	@Override
	public ReachHttpResponse get(String uri) {
		return request(HttpMethod.GET, uri, ReachHttpBody.none());
	}

	@Override
	public ReachHttpResponse post(String uri, ReachHttpBody body) {
		return request(HttpMethod.POST, uri, body);
	}

	@Override
	public ReachHttpResponse put(String uri, ReachHttpBody body) {
		return request(HttpMethod.PUT, uri, body);
	}

	@Override
	public ReachHttpResponse delete(String uri) {
		return request(HttpMethod.DELETE, uri, ReachHttpBody.none());
	}

	@Override
	public ReachHttpResponse request(ReachHttpRequest request) {
		return await(this.exchanges.exchange(request));
	}

	@Override
	public ReachHttpResponse stream(ReachHttpRequest request) {
		return await(this.exchanges.stream(request));
	}

	private ReachHttpResponse request(HttpMethod method, String uri, ReachHttpBody body) {
		return request(ReachHttpRequest.builder(method, uri).body(body).build());
	}

	private static ReachHttpResponse await(Mono<ReachHttpResponse> response) {
		BlockingCalls.requireAllowed();
		try {
			return Objects.requireNonNull(response.block(), "The pipeline ended without a response");
		}
		catch (RuntimeException ex) {
			throw BlockingCalls.translate(ex);
		}
	}

}
