package dev.reach.gateway;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what callers get if the answer of the target is none that can be passed on.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddResponsesTests {

	private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade: foo\r\nConnection: Upgrade\r\n\r\nHELLO",
			"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n", "\r\n" })
	void anotherProtocolThatNobodyAskedForIsABadGateway(String rest) throws Exception {
		assertBadGatewayAndLeft("HTTP/1.1 101 Switching Protocols\r\n" + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "099 Odd", "042 Odd", "1000 Odd" })
	void aStatusThatIsNoneIsABadGateway(String status) throws Exception {
		for (int call = 0; call < 5; call++) {
			assertBadGatewayAndLeft("HTTP/1.1 " + status + "\r\nContent-Length: 1000\r\n\r\ncanary");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip, chunked", "gzip" })
	void aCodingThatTheCallerWouldNotLearnOfIsABadGateway(String coding) throws Exception {
		assertBadGatewayAndLeft("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n6\r\ncanary\r\n0\r\n\r\n");
	}

	@Test
	void aTransportThatGivesNothingIsABadGateway() throws Exception {
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url())
			.httpClientFactory((host) -> (request) -> Mono.empty()))) {
			assertThat(WireMessage.exchange(gateway.port(), GET).status()).isEqualTo(502);
		}
		assertThat(this.target.connections()).isZero();
	}

	private void assertBadGatewayAndLeft(String response) throws Exception {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write(response);
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url())) {
			WireMessage answer = WireMessage.exchange(gateway.port(), GET);
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.toString()).doesNotContain("HELLO", "canary", "Upgrade");
			this.target.awaitDeparture();
		}
	}

}
