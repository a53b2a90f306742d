package dev.reach.benchmarks.client;

import dev.reach.http.PayloadMapper;
import dev.reach.messaging.MessagingItem;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What an application would write itself: Spring Boot's builder, a form, a record.
 *
 * @param webClient sends the requests
 */
record BareWebClient(WebClient webClient) implements ReactiveContestant {

	static BareWebClient create(WebClient.Builder builder, String url, BareTransport transport) {
		return new BareWebClient(builder.baseUrl(url)
			.clientConnector(new ReactorClientHttpConnector(transport.httpClient()))
			.codecs((codecs) -> codecs.defaultCodecs()
				.jacksonJsonDecoder(new JacksonJsonDecoder(PayloadMapper.create())))
			.defaultHeaders((headers) -> Call.HEADERS.forEach(headers::set))
			.build());
	}

	@Override
	public Mono<MessagingItem> send() {
		return this.webClient.post()
			.uri(Call.PATH)
			.body(BodyInserters.fromFormData("dest", Call.MESSAGE.dest())
				.with("src", Call.MESSAGE.src())
				.with("body", Call.MESSAGE.body()))
			.retrieve()
			.bodyToMono(MessagingItem.class);
	}

}
