package dev.reach.test;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.error.Delivery;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How requests are written.
 */
abstract class RequestContract extends WireContract {

	@Test
	void theRequestLineHoldsPathAndQuery() {
		WireRequest sent = sent(request(HttpMethod.POST, "/a%2Fb?q=%2B1+2&q=two").build());
		assertThat(sent.line()).isEqualTo("POST /a%2Fb?q=%2B1+2&q=two HTTP/1.1");
		assertThat(sent.values("Host")).containsExactly(host().getAuthority());
	}

	@Test
	void aMissingPathIsSentAsASlash() {
		assertThat(sent(request(HttpMethod.GET, "").build()).line()).isEqualTo("GET / HTTP/1.1");
	}

	@Test
	void aFragmentIsNotSent() {
		assertThat(sent(request(HttpMethod.GET, "/path?q=1#fragment").build()).target()).isEqualTo("/path?q=1");
	}

	@Test
	void userInformationOfTheUriIsNotSent() {
		URI uri = URI.create("http://canary-user:canary-password@%s/path".formatted(host().getAuthority()));
		WireRequest sent = sent(ReachHttpRequest.builder(HttpMethod.GET, uri).build());
		assertThat(sent.values("Authorization")).isEmpty();
		assertThat(sent.head()).doesNotContain("canary");
	}

	@Test
	void attributesAreNotSent() {
		WireRequest sent = sent(request(HttpMethod.GET, "/path").attribute("canary", "canary").build());
		assertThat(sent.head()).doesNotContain("canary");
	}

	@Test
	void eachValueOfAHeaderHasALineOfItsOwn() {
		WireRequest sent = sent(request(HttpMethod.GET, "/path").header("X-Many", "one", "two, three").build());
		assertThat(sent.head().toLowerCase(Locale.ROOT)).contains("\r\nx-many: one\r\n", "\r\nx-many: two, three\r\n");
	}

	@Test
	void bytesAreSentWithTheirLength() {
		WireRequest sent = sent(post(ReachHttpBody.text("é€", MediaType.TEXT_PLAIN)));
		assertThat(sent.values("Content-Length")).containsExactly("5");
		assertThat(sent.values("Transfer-Encoding")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void aMissingBodyIsSentAsLengthZero(String method) {
		WireRequest sent = sent(request(HttpMethod.valueOf(method), "/path").build());
		assertThat(sent.values("Content-Length")).containsExactly("0");
		assertThat(sent.values("Transfer-Encoding")).isEmpty();
	}

	@Test
	void bytesThatAreNoneAreSentAsLengthZero() {
		WireRequest sent = sent(post(ReachHttpBody.bytes(new byte[0], MediaType.APPLICATION_JSON)));
		assertThat(sent.values("Content-Length")).containsExactly("0");
		assertThat(sent.values("Content-Type")).containsExactly("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void aReadHasNoContent(String method) {
		WireRequest sent = sent(request(HttpMethod.valueOf(method), "/path").build());
		assertThat(sent.values("Content-Length")).isSubsetOf("0");
		assertThat(sent.values("Transfer-Encoding")).isEmpty();
		assertThat(sent.values("Content-Type")).isEmpty();
	}

	@Test
	void theBodyOfADeletionIsSent() {
		WireRequest sent = sent(
				request(HttpMethod.DELETE, "/path").body(ReachHttpBody.text("text", MediaType.TEXT_PLAIN)).build());
		assertThat(sent.body()).asString().isEqualTo("text");
	}

	@Test
	void aStreamOfUnknownLengthIsChunked() {
		WireRequest sent = sent(post(stream(-1, "one", "two")));
		assertThat(sent.values("Transfer-Encoding")).containsExactly("chunked");
		assertThat(sent.values("Content-Length")).isEmpty();
	}

	@Test
	void aStreamOfKnownLengthIsSentWithItsLength() {
		WireRequest sent = sent(post(stream(6, "one", "two")));
		assertThat(sent.values("Content-Length")).containsExactly("6");
		assertThat(sent.values("Transfer-Encoding")).isEmpty();
	}

	@Test
	void theMediaTypeOfTheBodyIsSentOnce() {
		WireRequest sent = sent(post(ReachHttpBody.text("{}", MediaType.APPLICATION_JSON)));
		assertThat(sent.values("Content-Type")).containsExactly("application/json");
	}

	@Test
	void aMediaTypeInTheHeadersWins() {
		WireRequest sent = sent(request(HttpMethod.POST, "/path").header("Content-Type", "text/csv")
			.body(ReachHttpBody.text("a;b", MediaType.TEXT_PLAIN))
			.build());
		assertThat(sent.values("Content-Type")).containsExactly("text/csv");
	}

	@Test
	void partsOfAStreamAreSentAsTheyAreProduced() throws InterruptedException {
		Semaphore chunks = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readHead();
			for (int chunk = 0; chunk < 2; chunk++) {
				assertThat(connection.readChunk()).asString().isEqualTo((chunk == 0) ? "one" : "two");
				chunks.release();
			}
			connection.readChunks();
			connection.answer("done");
			connection.awaitEnd();
		});
		Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();
		Mono<ReachHttpResponse> exchange = completed(
				post(ReachHttpBody.stream(parts.asFlux(), MediaType.TEXT_PLAIN, -1)))
			.cache();
		exchange.subscribe((response) -> {
		}, (ex) -> {
		});
		for (String part : new String[] { "one", "two" }) {
			parts.tryEmitNext(buffer(part)).orThrow();
			assertThat(chunks.tryAcquire(limit().toMillis(), TimeUnit.MILLISECONDS))
				.as("part '%s' on the wire before the next one is produced", part)
				.isTrue();
		}
		parts.tryEmitComplete().orThrow();
		assertThat(await(exchange).text().block()).isEqualTo("done");
	}

	@Test
	void aStreamIsNotAskedForMoreThanThePeerTakes() throws InterruptedException {
		Semaphore gate = new Semaphore(0);
		AtomicInteger received = new AtomicInteger();
		this.peer.onConnection((connection) -> {
			connection.readHead();
			pass(gate);
			received.set(connection.readChunks().length);
			connection.answer("done");
			connection.awaitEnd();
		});
		Semaphore produced = new Semaphore(0);
		Mono<ReachHttpResponse> exchange = completed(
				post(ReachHttpBody.stream(blocks(produced), MediaType.APPLICATION_OCTET_STREAM, -1)))
			.cache();
		exchange.subscribe((response) -> {
		}, (ex) -> {
		});
		assertThat(awaitStandstill(produced)).as("blocks produced while the peer reads nothing").isLessThan(BLOCKS);
		gate.release();
		assertThat(await(exchange).text().block()).isEqualTo("done");
		assertThat(received).hasValue(BLOCKS * BLOCK_BYTES);
	}

	private static Flux<DataBuffer> blocks(Semaphore produced) {
		return Flux.generate(() -> 0, (number, sink) -> {
			if (number == BLOCKS) {
				sink.complete();
			}
			else {
				produced.release();
				sink.next(DefaultDataBufferFactory.sharedInstance.wrap(new byte[BLOCK_BYTES]));
			}
			return number + 1;
		});
	}

	@Test
	void aStreamIsSubscribedToOnce() {
		AtomicInteger subscriptions = new AtomicInteger();
		Flux<DataBuffer> parts = Flux.just("one", "two")
			.map(HttpExchangeContract::buffer)
			.doOnSubscribe((subscription) -> subscriptions.incrementAndGet());
		answerAll(ReachHttpResponse.of(503));
		Mono<ReachHttpResponse> exchange = completed(post(ReachHttpBody.stream(parts, MediaType.TEXT_PLAIN, -1)));
		assertThat(subscriptions).hasValue(0);
		await(exchange);
		assertThat(subscriptions).hasValue(1);
	}

	@Test
	void aRequestOnTheWireIsNotTakenForUnsent() throws InterruptedException, IOException {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.awaitEnd();
		});
		RequestProgress progress = new RequestProgress();
		progress.handedOver();
		Mono<ReachHttpResponse> exchange = client().exchange(progress.attachTo(post()));
		Disposable call = exchange.subscribe((response) -> {
		}, (ex) -> {
		});
		this.peer.awaitRequest(limit());
		assertThat(progress.delivery()).isEqualTo(Delivery.UNKNOWN);
		call.dispose();
	}

}
