package dev.reach.netty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyHttpClient} when bodies are streamed or given up.
 */
class StreamingTests {

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void chunksOfTheResponseArriveOneByOne() {
		Semaphore next = new Semaphore(0);
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(CHUNKED);
			for (String chunk : new String[] { "3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n" }) {
				next.acquireUninterruptibly();
				peer.write(chunk);
			}
			peer.awaitEnd();
		});
		Flux<String> chunks = client().reactive()
			.http()
			.stream(Failures.post())
			.flatMapMany(ReachHttpResponse::body)
			.map(StreamingTests::text);
		StepVerifier.create(chunks)
			.then(next::release)
			.expectNext("one")
			.then(next::release)
			.expectNext("two")
			.then(next::release)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void headOfTheResponseComesBeforeItsBody() throws IOException {
		Semaphore next = new Semaphore(0);
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(CHUNKED);
			next.acquireUninterruptibly();
			peer.write("5\r\nafter\r\n0\r\n\r\n");
			peer.awaitEnd();
		});
		ReachHttpResponse response = client().http().stream(Failures.post());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.isComplete()).isFalse();
		next.release();
		try (InputStream body = response.inputStream()) {
			assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("after");
		}
	}

	@Test
	void streamedBodyMayBeLargerThanTheLimitOfOthers() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n");
			for (int block = 0; block < 200; block++) {
				peer.write("x".repeat(100_000));
			}
			peer.awaitEnd();
		});
		Mono<Long> size = client().reactive()
			.http()
			.stream(Failures.post())
			.flatMapMany(ReachHttpResponse::body)
			.map(StreamingTests::text)
			.reduce(0L, (sum, text) -> sum + text.length());
		StepVerifier.create(size).expectNext(20_000_000L).expectComplete().verify(LIMIT);
	}

	@Test
	@SuppressWarnings("deprecation") // Netty 5 does not cut
	void theGatewayReceivesLargerPieces() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));
			peer.awaitEnd();
		});
		assertThat(largestPiece(this.clients.to(this.server.url()).factory())).isEqualTo(8192);
		assertThat(largestPiece(this.clients.to(this.server.url()).factory().forGateway())).isEqualTo(16384);
		assertThat(
				largestPiece(
						this.clients.to(this.server.url())
							.connector(ClientHttpConnectorBuilder.reactor()
								.withHttpClientCustomizer((client) -> client
									.httpResponseDecoder((decoder) -> decoder.maxChunkSize(20_000))))
							.factory()
							.forGateway()))
			.isEqualTo(20_000);
	}

	private Integer largestPiece(ReactorNettyHttpClientFactory factory) {
		ReachClient client = this.clients.to(this.server.url()).builder().httpClientFactory(factory).build();
		return Objects.requireNonNull(this.clients.closeLater(client)
			.reactive()
			.http()
			.stream(Failures.post())
			.flatMapMany(ReachHttpResponse::body)
			.map((piece) -> text(piece).length())
			.reduce(0, Math::max)
			.block(LIMIT));
	}

	@Test
	void giveUpOfTheBodyClosesTheConnection() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(CHUNKED + "3\r\none\r\n");
			peer.awaitEnd();
		});
		Flux<String> chunks = client().reactive()
			.http()
			.stream(Failures.post())
			.flatMapMany(ReachHttpResponse::body)
			.map(StreamingTests::text);
		StepVerifier.create(chunks).expectNext("one").thenCancel().verify(LIMIT);
		this.server.awaitDeparture();
	}

	@Test
	void giveUpBeforeTheResponseClosesTheConnection() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		ReachClient client = client();
		Disposable call = client.reactive().http().request(Failures.post()).subscribe();
		this.server.awaitRequest();
		call.dispose();
		this.server.awaitDeparture();
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void giveUpWithinACompleteResponseClosesTheConnection() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(CHUNKED + "3\r\none\r\n");
			peer.awaitEnd();
		});
		CountDownLatch begun = new CountDownLatch(1);
		WebClient.Builder webClient = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.map((response) -> response.mutate()
					.body((body) -> body.doOnNext((buffer) -> begun.countDown()))
					.build()));
		ReachClient client = this.clients.to(this.server.url()).webClient(webClient).build();
		Disposable call = client.reactive().messaging().messagingItems().fetch("MI1").subscribe();
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		call.dispose();
		this.server.awaitDeparture();
	}

	@Test
	void discardedBodyFreesItsConnection() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("content");
			}
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		StepVerifier.create(client.reactive().http().stream(Failures.post()).flatMap(ReachHttpResponse::discard))
			.expectComplete()
			.verify(LIMIT);
		assertThat(client.http().request(Failures.post()).text().block()).isEqualTo("content");
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void requestTimeoutEndsAStreamedBody() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
			peer.trickle();
		});
		ReachClient client = this.clients.to(this.server.url()).requestTimeout(Duration.ofSeconds(3)).build();
		Mono<Void> call = client.reactive().http().stream(Failures.post()).flatMap(ReachHttpResponse::discard);
		Failures.of(call, ReachTimeoutException.class, Delivery.UNKNOWN, "No answer within the request timeout");
		this.server.awaitDeparture();
	}

	@Test
	void lossOfTheConnectionFailsAStreamedBody() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(CHUNKED + "3\r\none\r\n");
		});
		Flux<String> chunks = client().reactive()
			.http()
			.stream(Failures.post())
			.flatMapMany(ReachHttpResponse::body)
			.map(StreamingTests::text);
		Failures.of(chunks.then(), ReachTransportException.class, Delivery.UNKNOWN, "The connection was lost");
	}

	@Test
	void requestBodyIsSentAsItIsProduced() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readHead();
			for (int line = 0; line < 2; line++) {
				this.server.arrived(peer.readTo("\r\n") + peer.readTo("\r\n"));
			}
			peer.readTo("0\r\n\r\n");
			peer.answer("done");
			peer.awaitEnd();
		});
		Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();
		ReachHttpBody body = ReachHttpBody.stream(parts.asFlux(), MediaType.TEXT_PLAIN, -1);
		Mono<String> answer = client().reactive().http().post("/upload", body).flatMap(ReachHttpResponse::text).cache();
		answer.subscribe();
		assertThat(this.server.awaitRequest()).contains("transfer-encoding: chunked");
		parts.tryEmitNext(buffer("one")).orThrow();
		assertThat(this.server.awaitRequest()).isEqualTo("3\r\none\r\n");
		parts.tryEmitNext(buffer("two")).orThrow();
		assertThat(this.server.awaitRequest()).isEqualTo("3\r\ntwo\r\n");
		parts.tryEmitComplete().orThrow();
		assertThat(answer.block(LIMIT)).isEqualTo("done");
	}

	@Test
	void requestBodyThatFailsIsUnknownAndClosesTheConnection() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();
		ReachHttpBody body = ReachHttpBody.stream(parts.asFlux(), MediaType.TEXT_PLAIN, -1);
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.POST, Failures.post().uri()).body(body).build();
		Mono<ReachHttpResponse> call = client().reactive().http().request(request).cache();
		call.onErrorComplete().subscribe();
		parts.tryEmitNext(buffer("one")).orThrow();
		this.server.awaitRequest();
		IllegalStateException broken = new IllegalStateException("The file is gone");
		parts.tryEmitError(broken).orThrow();
		ReachTransportException failure = Failures.of(call, RequestBodyException.class, Delivery.UNKNOWN,
				"The body of the request failed with IllegalStateException on POST ");
		assertThat(failure).hasCause(broken);
		this.server.awaitDeparture();
	}

	@Test
	void giveUpStopsTheBodyOfTheRequest() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readHead();
			peer.awaitEnd();
		});
		Sinks.Empty<Void> cancelled = Sinks.empty();
		Flux<DataBuffer> endless = Flux.concat(Mono.fromSupplier(() -> buffer("one")), Mono.never())
			.doOnCancel(cancelled::tryEmitEmpty);
		Disposable call = client().reactive()
			.http()
			.post("/upload", ReachHttpBody.stream(endless, MediaType.TEXT_PLAIN, -1))
			.subscribe();
		this.server.awaitRequest();
		call.dispose();
		this.server.awaitDeparture();
		StepVerifier.create(cancelled.asMono()).expectComplete().verify(LIMIT);
	}

	private ReachClient client() {
		return this.clients.to(this.server.url()).build();
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

}
