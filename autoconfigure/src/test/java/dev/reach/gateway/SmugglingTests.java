package dev.reach.gateway;

import java.util.Map;
import java.util.stream.Stream;

import dev.reach.netty.FaultServer;
import dev.reach.netty.RawClient;
import dev.reach.netty.RequestShapes;
import dev.reach.netty.StrictHttpServerCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a gateway on a strict server, with requests that are written octet by octet.
 */
class SmugglingTests {

	private static final String GET = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String CHUNKED = "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer().onConnection((peer) -> {
		while (!peer.readRequest().isEmpty()) {
			peer.answer("answer");
		}
	});

	private GatewayServer gateway;

	@BeforeEach
	void start() {
		this.gateway = GatewayServer.start((builder) -> builder.target(this.target.url()),
				(server) -> new StrictHttpServerCustomizer().apply(server));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	static Stream<Arguments> malformedHeads() {
		return named(RequestShapes.malformedHeads());
	}

	static Stream<Arguments> malformedBodies() {
		return named(RequestShapes.malformedBodies());
	}

	private static Stream<Arguments> named(Map<String, ?> shapes) {
		return shapes.entrySet()
			.stream()
			.map((shape) -> Arguments.argumentSet(shape.getKey().replaceAll("\\p{C}", "."), shape.getValue()));
	}

	@ParameterizedTest
	@MethodSource
	void malformedHeads(String shape) throws Exception {
		try (RawClient client = client()) {
			assertThat(client.send(shape).readAll()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 400");
		}
		assertThat(this.target.connections()).isZero();
	}

	@ParameterizedTest
	@MethodSource
	void malformedBodies(String shape) throws Exception {
		this.target.onConnection((peer) -> peer.server().arrived(peer.readTo("\r\n0\r\n\r\n")));
		try (RawClient client = client()) {
			assertThat(client.send(shape).readAll()).startsWith("HTTP/1.1 400 ");
		}
		assertThat(this.target.requests()).allSatisfy((request) -> assertThat(request).doesNotEndWith("\r\n0\r\n\r\n"));
	}

	@Test
	void whatFollowsARefusedRequestDoesNotReachTheTarget() throws Exception {
		try (RawClient client = client()) {
			client.send(GET + "GET /bad HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n" + GET);
			assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("answer");
			assertThat(client.send(GET).readAll()).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
		}
		assertThat(this.target.requests()).hasSize(1);
	}

	@Test
	void requestsInOrderArePassedOn() throws Exception {
		try (RawClient client = client()) {
			client.send("\r\n" + GET + GET.replace("/next", "http://A/second").replace("Host: a", "Host: A"));
			client.send(CHUNKED + "5;x=\"y\"\r\nhello\r\n3\r\n wo\r\n0\r\nX-Sum: 1\r\n\r\n");
			client.sendSlowly(CHUNKED.replace("chunked", "ChunkeD") + "3\r\nrld\r\n0\r\n\r\n");
			for (int count = 0; count < 4; count++) {
				assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("answer");
			}
		}
		assertThat(this.target.requests()).hasSize(4);
		assertThat(this.target.requests().get(1)).startsWith("GET /second HTTP/1.1\r\n");
		assertThat(this.target.requests().get(2)).startsWith("POST /up HTTP/1.1\r\n").contains("hello", " wo");
		assertThat(this.target.requests().get(3)).contains("rld");
	}

	@Test
	void anOlderVersionIsPassedOn() throws Exception {
		try (RawClient client = client()) {
			client.send("POST /old HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.readResponse()).contains("200 OK").endsWith("answer");
		}
		assertThat(this.target.requests().get(0)).startsWith("POST /old HTTP/1.1\r\n").endsWith("\r\n\r\nhello");
	}

	@Test
	void anExpectationIsMet() throws Exception {
		try (RawClient client = client()) {
			client.send("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
			assertThat(client.send("hello").readResponse()).endsWith("answer");
		}
		assertThat(this.target.requests().get(0)).endsWith("hello");
	}

	@Test
	void aCallerThatSaysItSendsNoMoreIsTakenForGone() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		});
		try (RawClient client = client()) {
			client.send(GET);
			this.target.awaitRequest();
			assertThat(client.shutDownOutput().readAll()).isEmpty();
		}
		this.target.awaitDeparture();
	}

	@Test
	void aChunkedRequestThatIsCutOffIsNotCompletedForTheTarget() throws Exception {
		assertCutOff(CHUNKED + "5\r\nhello\r\n");
		assertCutOff(CHUNKED + "5\r\nhello\r\n0\r\n");
		assertCutOff(CHUNKED + "5\r\nhello\r\n0\r\nX: y\r\n");
	}

	@Test
	void aRequestWithALengthThatIsCutOffIsNotCompletedForTheTarget() throws Exception {
		assertCutOff("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhello");
	}

	private void assertCutOff(String request) throws Exception {
		this.target.onConnection((peer) -> {
			String head = peer.readHead();
			String body = head.isEmpty() ? "" : peer.readTo("\r\n0\r\n\r\n");
			peer.server().arrived("end: " + body);
		});
		try (RawClient client = client()) {
			client.send(request);
			assertThat(this.target.awaitRequest()).startsWith("POST /up HTTP/1.1\r\n");
			assertThat(client.shutDownOutput().readAll()).isEmpty();
		}
		assertThat(this.target.awaitRequest()).startsWith("end: ")
			.doesNotContain("\r\n0\r\n\r\n")
			.doesNotContain("hello!");
	}

	private RawClient client() throws Exception {
		return new RawClient(this.gateway.port());
	}

}
