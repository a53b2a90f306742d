package dev.reach.benchmarks.client;

import dev.reach.messaging.MessagingItem;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;

/**
 * Reactor Netty without Spring.
 *
 * @param client sends the requests
 * @param uri where to
 */
record RawReactorNetty(HttpClient client, String uri) implements ReactiveContestant {

	static RawReactorNetty create(String url, BareTransport transport) {
		return new RawReactorNetty(transport.httpClient()
			.headers((headers) -> Call.HEADERS.forEach(headers::set))
			.headers((headers) -> headers.set("Content-Type", Call.FORM)), url + Call.PATH);
	}

	@Override
	public Mono<MessagingItem> send() {
		return this.client.post()
			.uri(this.uri)
			.send(ByteBufMono.fromString(Mono.fromSupplier(Call::form)))
			.responseSingle((response, body) -> body.asByteArray().map(Call::decode));
	}

}
