package dev.reach;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.ReactiveHttpOperations;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

/**
 * Plain HTTP through the pipeline.
 *
 * @param exchanges sends the requests
 */
record PipelineReactiveHttpOperations(ExpectedStatuses exchanges) implements ReactiveHttpOperations {

	@Override
	public Mono<ReachHttpResponse> get(String uri) {
		return request(HttpMethod.GET, uri, ReachHttpBody.none());
	}

	@Override
	public Mono<ReachHttpResponse> post(String uri, ReachHttpBody body) {
		return request(HttpMethod.POST, uri, body);
	}

	@Override
	public Mono<ReachHttpResponse> put(String uri, ReachHttpBody body) {
		return request(HttpMethod.PUT, uri, body);
	}

	@Override
	public Mono<ReachHttpResponse> delete(String uri) {
		return request(HttpMethod.DELETE, uri, ReachHttpBody.none());
	}

	@Override
	public Mono<ReachHttpResponse> request(ReachHttpRequest request) {
		return this.exchanges.exchange(request);
	}

	@Override
	public Mono<ReachHttpResponse> stream(ReachHttpRequest request) {
		return this.exchanges.stream(request);
	}

	private Mono<ReachHttpResponse> request(HttpMethod method, String uri, ReachHttpBody body) {
		return request(ReachHttpRequest.builder(method, uri).body(body).build());
	}

}
