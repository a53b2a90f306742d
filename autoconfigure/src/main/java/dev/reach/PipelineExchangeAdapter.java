package dev.reach;

import java.util.List;

import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.service.invoker.AbstractReactorHttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Serves declared HTTP interfaces by the pipeline.
 */
final class PipelineExchangeAdapter extends AbstractReactorHttpExchangeAdapter {

	private final ExpectedStatuses exchanges;

	private final PayloadReader payloads;

	private final RequestValuesMapper requests;

	PipelineExchangeAdapter(ExpectedStatuses exchanges, RequestValuesMapper requests, PayloadReader payloads) {
		this.exchanges = exchanges;
		this.requests = requests;
		this.payloads = payloads;
	}

	@Override
	public boolean supportsRequestAttributes() {
		return true;
	}

	@Override
	public Mono<Void> exchangeForMono(HttpRequestValues values) {
		return exchangeFor(values).then();
	}

	@Override
	public Mono<HttpHeaders> exchangeForHeadersMono(HttpRequestValues values) {
		return exchangeFor(values).map(ReachHttpResponse::headers);
	}

	@Override
	public <T> Mono<T> exchangeForBodyMono(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		return exchangeFor(values).flatMap((response) -> this.payloads.read(response, bodyType));
	}

	@Override
	public <T> Flux<T> exchangeForBodyFlux(HttpRequestValues values, ParameterizedTypeReference<T> bodyType) {
		return exchangeForBodyMono(values, listOf(bodyType)).flatMapIterable((elements) -> elements);
	}

	@Override
	public Mono<ResponseEntity<Void>> exchangeForBodilessEntityMono(HttpRequestValues values) {
		return exchangeFor(values).map((response) -> entity(response, null));
	}

	@Override
	public <T> Mono<ResponseEntity<T>> exchangeForEntityMono(HttpRequestValues values,
			ParameterizedTypeReference<T> bodyType) {
		return exchangeFor(values).flatMap((response) -> this.payloads.readIfPresent(response, bodyType)
			.map((body) -> entity(response, body))
			.switchIfEmpty(Mono.fromSupplier(() -> entity(response, null))));
	}

	@Override
	public <T> Mono<ResponseEntity<Flux<T>>> exchangeForEntityFlux(HttpRequestValues values,
			ParameterizedTypeReference<T> bodyType) {
		return exchangeForEntityMono(values, listOf(bodyType))
			.map((entity) -> ResponseEntity.status(entity.getStatusCode())
				.headers(entity.getHeaders())
				.body(Flux.fromIterable((entity.getBody() != null) ? entity.getBody() : List.of())));
	}

	private Mono<ReachHttpResponse> exchangeFor(HttpRequestValues values) {
		return Mono.defer(() -> this.exchanges.exchange(this.requests.map(values)))
			.flatMap(this.payloads::requireSuccess);
	}

	private static <T> ResponseEntity<T> entity(ReachHttpResponse response, @Nullable T body) {
		return ResponseEntity.status(response.status()).headers(response.headers()).body(body);
	}

	private static <T> ParameterizedTypeReference<List<T>> listOf(ParameterizedTypeReference<T> type) {
		return ParameterizedTypeReference
			.forType(ResolvableType.forClassWithGenerics(List.class, ResolvableType.forType(type)).getType());
	}

}
