package dev.reach.gateway;

import java.util.Arrays;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of methods that are not passed on as all others are.
 */
class GatewayMethodsTests {

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	private GatewayServer gateway;

	@BeforeEach
	void start() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("ok");
			}
		});
		this.gateway = GatewayServer.to(this.target.url());
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-A: 1", "Max-Forwards: 0", "Max-Forwards: 3" })
	void traceIsRefused(String header) throws Exception {
		WireMessage answer = WireMessage.exchange(this.gateway.port(),
				"TRACE /x HTTP/1.1\r\nHost: a\r\nCookie: secret\r\n" + header + "\r\n\r\n");
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.toString()).doesNotContain("secret");
		assertThat(answer.all("Allow")).singleElement()
			.satisfies((allowed) -> assertThat(Arrays.stream(allowed.split(",")).map(String::strip))
				.containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"));
		assertThat(this.target.connections()).isZero();
	}

	@Test
	void optionsThatMayGoNoFurtherAreAnsweredHere() throws Exception {
		WireMessage answer = WireMessage.exchange(this.gateway.port(),
				"OPTIONS /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
		assertThat(answer.status()).isEqualTo(204);
		assertThat(this.target.connections()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "OPTIONS, 3, 2", "OPTIONS, 1, 0", "OPTIONS, x, x", "OPTIONS, -1, -1", "GET, 3, 3", "GET, 0, 0",
			"POST, 1, 1" })
	void onlyOptionsAreCounted(String method, String received, String passedOn) throws Exception {
		WireMessage answer = WireMessage.exchange(this.gateway.port(),
				"%s /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: %s\r\n\r\n".formatted(method, received));
		assertThat(answer.status()).isEqualTo(200);
		WireMessage request = WireMessage.parse(this.target.awaitRequest());
		assertThat(request.startLine()).isEqualTo(method + " /x HTTP/1.1");
		assertThat(request.all("Max-Forwards")).containsExactly(passedOn);
	}

}
