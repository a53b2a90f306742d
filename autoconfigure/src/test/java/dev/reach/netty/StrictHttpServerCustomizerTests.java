package dev.reach.netty;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.netty.RequestShapes.Accepted;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrictHttpServerCustomizer}, with requests written octet by octet.
 */
class StrictHttpServerCustomizerTests {

	private static final String GET = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String MALFORMED = "GET /bad HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n";

	private final List<Integer> bodies = new CopyOnWriteArrayList<>();

	private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> aborted = new LinkedBlockingQueue<>();

	private DisposableServer server = start((settings) -> settings.handle(this::answer));

	private static DisposableServer start(UnaryOperator<HttpServer> settings) {
		HttpServer server = HttpServer.create().host("127.0.0.1").port(0);
		return settings.apply(new StrictHttpServerCustomizer().apply(server)).bindNow();
	}

	private void restart(UnaryOperator<HttpServer> settings) {
		this.server.disposeNow();
		this.server = start(settings);
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		this.begun.add(request.uri());
		Mono<Integer> length = request.receive()
			.map((bytes) -> bytes.readableBytes())
			.reduce(0, Integer::sum)
			.doOnNext(this.bodies::add)
			.doOnError((ex) -> this.aborted.add(request.uri()));
		return length.flatMap((count) -> response.sendString(Mono.just("body of " + count)).then());
	}

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	static Stream<Arguments> malformedHeads() {
		return named(RequestShapes.malformedHeads());
	}

	static Stream<Arguments> malformedBodies() {
		return named(RequestShapes.malformedBodies());
	}

	static Stream<Arguments> wellFormed() {
		return named(RequestShapes.wellFormed());
	}

	private static Stream<Arguments> named(Map<String, ?> shapes) {
		return shapes.entrySet()
			.stream()
			.map((shape) -> Arguments.argumentSet(shape.getKey().replaceAll("\\p{C}", "."), shape.getValue()));
	}

	@ParameterizedTest
	@MethodSource
	void malformedHeads(String shape) throws Exception {
		try (RawClient whole = client(); RawClient slow = client()) {
			assertRefused(whole.send(shape).readAll());
			assertRefused(slow.sendSlowly(shape).readAll());
		}
		assertThat(this.begun).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void malformedBodies(String shape) throws Exception {
		try (RawClient whole = client(); RawClient slow = client()) {
			assertRefused(whole.send(shape).readAll());
			assertRefused(slow.sendSlowly(shape).readAll());
		}
		assertThat(this.aborted.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.aborted.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.bodies).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void wellFormed(Accepted shape) throws Exception {
		try (RawClient whole = client(); RawClient slow = client()) {
			assertAnswered(whole.send(shape.text()), shape.bodies());
			this.bodies.clear();
			assertAnswered(slow.sendSlowly(shape.text()), shape.bodies());
		}
	}

	private void assertAnswered(RawClient client, int[] bodies) throws Exception {
		for (int body : bodies) {
			assertThat(client.readResponse()).containsPattern("^HTTP/1.[01] 200 OK\r\n").contains("body of " + body);
		}
		assertThat(this.bodies).containsExactlyElementsOf(IntStream.of(bodies).boxed().toList());
	}

	@Test
	void aRefusalWaitsForTheResponsesBeforeIt() throws Exception {
		Sinks.One<String> first = Sinks.one();
		Sinks.One<String> second = Sinks.one();
		restart((settings) -> settings.handle((request, response) -> {
			this.begun.add(request.uri());
			return response.sendString(request.uri().equals("/1") ? first.asMono() : second.asMono());
		}));
		try (RawClient client = client()) {
			client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + GET + MALFORMED + GET);
			assertThat(this.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("/1");
			first.tryEmitValue("one");
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").contains("one");
			assertThat(this.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("/next");
			client.send(GET);
			second.tryEmitValue("two");
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").contains("two");
			assertRefused(client.readAll());
		}
		assertThat(this.begun).isEmpty();
	}

	@Test
	void aRefusalFollowsResponsesWithoutABody() throws Exception {
		restart((settings) -> settings.handle((request, response) -> switch (request.uri()) {
			case "/204" -> response.status(204).send();
			case "/304" -> response.status(304).send();
			default -> response.sendString(Mono.just("nothing of it"));
		}));
		try (RawClient client = client()) {
			client.send(
					"HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n" + GET.replace("next", "204") + GET.replace("next", "304"));
			client.send(MALFORMED);
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
			assertThat(client.readHead()).startsWith("HTTP/1.1 204 ");
			assertThat(client.readHead()).startsWith("HTTP/1.1 304 ");
			assertRefused(client.readAll());
		}
	}

	@Test
	void aRefusalDoesNotGetIntoTheMiddleOfAResponse() throws Exception {
		Sinks.Many<String> pieces = Sinks.many().unicast().onBackpressureBuffer();
		restart((settings) -> settings.handle((request, response) -> {
			request.receive().subscribe((bytes) -> {
			}, (ex) -> this.aborted.add(request.uri()));
			return response.send(pieces.asFlux().map((piece) -> Unpooled.wrappedBuffer(RequestShapes.bytes(piece))),
					(piece) -> true);
		}));
		try (RawClient client = client()) {
			client.send("POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			pieces.tryEmitNext("begun");
			assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK\r\n");
			assertThat(client.read(10)).isEqualTo("5\r\nbegun\r\n");
			client.send("x\r\n");
			assertThat(client.readAll()).isEmpty();
		}
		assertThat(this.aborted.poll(10, TimeUnit.SECONDS)).isEqualTo("/1");
	}

	@Test
	void noRefusalFollowsAResponseThatWasGivenBeforeTheEndOfTheRequest() throws Exception {
		restart((settings) -> settings.handle((request, response) -> response.sendString(Mono.just("early"))));
		try (RawClient client = client()) {
			client.send("POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			assertThat(client.readResponse()).contains("early");
			client.send("x\r\n");
			assertThat(client.readAll()).isEmpty();
		}
	}

	@Test
	void aRefusalDoesNotFollowAResponseThatIsTheLast() throws Exception {
		try (RawClient client = client()) {
			client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + MALFORMED);
			assertThat(client.readAll()).containsOnlyOnce("HTTP/1.1 ").contains("body of 0");
		}
	}

	@Test
	void aLargeResponseArrivesBeforeTheRefusal() throws Exception {
		String large = "x".repeat(20_000_000);
		restart((settings) -> settings.handle((request, response) -> response.sendString(Mono.just(large))));
		try (RawClient client = client()) {
			client.send(GET + MALFORMED);
			assertThat(client.readResponse()).endsWith(large);
			assertRefused(client.readAll());
		}
	}

	@Test
	void aRefusalArrivesThoughTheClientIsStillSending() throws Exception {
		String body = "x".repeat(300_000);
		try (RawClient client = client()) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 300000\r\n\r\n" + body);
			assertRefused(client.readAll());
		}
	}

	@Test
	void headsThatAreTooLargeAreAnsweredByTheServer() throws Exception {
		restart((settings) -> settings
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(100).maxHeaderSize(200))
			.handle(this::answer));
		for (String line : List.of("GET /" + "x".repeat(87) + " HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(150))) {
			try (RawClient whole = client(); RawClient slow = client()) {
				assertThat(whole.send(line).readAll()).startsWith("HTTP/1.1 414 ");
				assertThat(slow.sendSlowly(line.substring(0, 101)).readAll()).startsWith("HTTP/1.1 414 ");
			}
		}
		String fields = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(191);
		try (RawClient whole = client(); RawClient slow = client()) {
			assertThat(whole.send(fields + "\r\n\r\n").readAll()).startsWith("HTTP/1.1 431 ");
			assertThat(slow.sendSlowly(fields).readAll()).startsWith("HTTP/1.1 431 ");
		}
		assertThat(this.begun).isEmpty();
	}

	@Test
	void anExpectationIsMetAndIsNoResponse() throws Exception {
		try (RawClient client = client()) {
			client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			client.send("hello" + MALFORMED);
			assertThat(client.readResponse()).contains("body of 5");
			assertRefused(client.readAll());
		}
	}

	@Test
	void aRequestIsAbortedIfItsConnectionEndsBeforeIt() throws Exception {
		try (RawClient client = client()) {
			client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
			assertThat(this.begun.poll(10, TimeUnit.SECONDS)).isEqualTo("/1");
			assertThat(client.shutDownOutput().readAll()).isEmpty();
		}
		assertThat(this.aborted.poll(10, TimeUnit.SECONDS)).isEqualTo("/1");
		assertThat(this.bodies).isEmpty();
	}

	@Test
	void halfAHeadLeavesNothingBehind() throws Exception {
		try (RawClient client = client()) {
			assertThat(client.send("GET / HTTP/1.1\r\nHost: ").shutDownOutput().readAll()).isEmpty();
		}
		assertThat(this.begun).isEmpty();
	}

	private RawClient client() throws Exception {
		return new RawClient(this.server.port());
	}

	static void assertRefused(String response) {
		assertThat(response).startsWith("HTTP/1.1 400 Bad Request\r\n")
			.containsOnlyOnce("HTTP/1.1 400")
			.contains("\r\nContent-Type: application/problem+json\r\n", "\r\nConnection: close\r\n", "\"status\":400");
	}

}
