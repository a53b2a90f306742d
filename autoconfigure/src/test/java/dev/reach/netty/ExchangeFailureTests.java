package dev.reach.netty;

import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachDecodingException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTransportException;
import dev.reach.netty.FaultServer.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportFailure} when a request was written and no complete response
 * comes.
 */
class ExchangeFailureTests {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Test: %s\r\n\r\n"
		.formatted(Failures.PEER_TEXT);

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void resetAfterTheHeadWasReadIsUnknown() {
		assertThatConnectionIsLost((peer) -> {
			peer.readHead();
			peer.reset();
		});
	}

	@Test
	void resetAfterTheRequestWasReadIsUnknownAndNotRepeated() {
		assertThatConnectionIsLost((peer) -> {
			peer.readRequest();
			peer.reset();
		});
		assertThat(this.server.requests()).singleElement().asString().endsWith("canary-body");
	}

	@Test
	void resetOfAConnectionThatIsUsedAgainIsUnknownAndNotRepeated() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("{}");
			peer.readRequest();
			peer.reset();
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		client.http().request(Failures.post());
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN, "The connection was lost");
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void endOfAConnectionThatIsUsedAgainIsUnknownAndNotRepeated() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("{}");
			peer.readRequest();
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		client.http().request(Failures.post());
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN, "The connection was lost");
		assertThat(this.server.requests()).hasSize(2);
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void endWithoutResponseIsUnknownAndNotRepeated() {
		assertThatConnectionIsLost((peer) -> peer.readRequest());
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Le" })
	void endWithinTheHeadIsUnknown(String begin) {
		assertThatConnectionIsLost((peer) -> {
			peer.readRequest();
			peer.write(begin);
		});
	}

	@Test
	void endWithinTheBodyIsUnknown() {
		assertThatConnectionIsLost((peer) -> {
			peer.readRequest();
			peer.write(HEAD + Failures.PEER_TEXT);
		});
	}

	@Test
	void resetWithinTheBodyIsUnknown() {
		assertThatConnectionIsLost((peer) -> {
			peer.readRequest();
			peer.write(HEAD + Failures.PEER_TEXT);
			peer.reset();
		});
	}

	@Test
	void endWithinAChunkedBodyIsUnknown() {
		assertThatConnectionIsLost((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello" })
	void silenceIsGivenUpAfterTheReadTimeout(String begin) throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(begin);
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.server.url()).readTimeout(Duration.ofMillis(300)).build();
		ReachTimeoutException failure = Failures.ofPost(client, ReachTimeoutException.class, Delivery.UNKNOWN,
				"Nothing was received for as long as reach.read-timeout");
		assertThat(failure.limit()).isEqualTo(Limit.READ);
		assertThat(this.server.requests()).hasSize(1);
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Test: " })
	void tricklingBytesAreEndedByTheRequestTimeoutOnly(String begin) throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(begin);
			peer.trickle();
		});
		ReachClient client = this.clients.to(this.server.url())
			.readTimeout(Duration.ofSeconds(1))
			.requestTimeout(Duration.ofMillis(2500))
			.build();
		ReachTimeoutException failure = Failures.ofPost(client, ReachTimeoutException.class, Delivery.UNKNOWN,
				"No answer within the request timeout of 2500 ms");
		assertThat(failure.limit()).isEqualTo(Limit.CALL);
		assertThat(this.server.requests()).hasSize(1);
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@ValueSource(strings = { Failures.PEER_TEXT + "\r\n\r\n", "SSH-2.0-" + Failures.PEER_TEXT + "\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: " + Failures.PEER_TEXT + "\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Failures.PEER_TEXT + "\r\n" })
	void answerThatIsNotHttpIsUnknownAndNotShown(String answer) throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write(answer);
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.server.url()).build();
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN,
				"The answer cannot be understood as HTTP");
		assertThat(this.server.requests()).hasSize(1);
		this.server.awaitDeparture();
	}

	@Test
	void bodyThatCannotBeDecompressedIsUnknownAndNotShown() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s"
				.formatted(Failures.PEER_TEXT.length(), Failures.PEER_TEXT));
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.server.url()).build();
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN,
				"The answer cannot be understood as HTTP");
	}

	@Test
	void headThatIsTooLongIsNotShown() throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nX-Test: " + Failures.PEER_TEXT.repeat(1_000) + "\r\n\r\n");
			peer.awaitEnd();
		});
		ReachClient client = this.clients.to(this.server.url()).build();
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN,
				"The answer cannot be understood as HTTP");
		this.server.awaitDeparture();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 2000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" })
	void responseThatIsTooLargeIsRefusedAndItsConnectionClosed(String head) throws InterruptedException {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\n" + head + "x".repeat(2000));
			peer.awaitEnd();
		});
		ReachClient client = this.clients
			.closeLater(this.clients.to(this.server.url()).builder().maxResponseSize(DataSize.ofBytes(1000)).build());
		ReachDecodingException failure = Failures.ofPost(client, ReachDecodingException.class, Delivery.UNKNOWN,
				"The response 200 OK to POST ");
		assertThat(failure).hasMessageContaining("larger than the 1000 bytes of reach.max-response-size");
		assertThat(failure.status()).isEqualTo(200);
		this.server.awaitDeparture();
	}

	private void assertThatConnectionIsLost(Script script) {
		this.server.onConnection(script);
		ReachClient client = this.clients.to(this.server.url()).build();
		Failures.ofPost(client, ReachTransportException.class, Delivery.UNKNOWN, "The connection was lost");
		assertThat(this.server.connections()).isEqualTo(1);
	}

}
