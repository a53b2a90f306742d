package dev.reach.gateway;

import java.io.IOException;
import java.util.Set;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.http.Origin;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Trailers}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrailersTests {

	private static final Trailers TRAILERS = new Trailers(Set.of());

	@RegisterExtension
	final FaultServer target = new FaultServer();

	@Test
	void trailersOfTheTargetArrive() throws IOException {
		answer("Trailer: X-Sum, Content-Length\r\n", "X-Sum: abc\r\nX-Other: 1\r\n");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			for (int call = 0; call < 2; call++) {
				assertThat(caller.get("/").readHead()).contains("trailer: x-sum\r\n");
				assertThat(caller.readTo("\r\n\r\n")).startsWith("4\r\nbody\r\n0\r\n")
					.containsIgnoringCase("\r\nx-sum: abc\r\n")
					.containsIgnoringCase("\r\nx-other: 1\r\n");
			}
		}
	}

	@Test
	void fieldsThatMustNotComeLateAreDropped() throws IOException {
		answer("", "Content-Length: 9\r\nConnection: close\r\nSet-Cookie: a=1\r\nVary: x\r\nX-Sum: abc\r\n");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).doesNotContain("trailer");
			assertThat(caller.readTo("\r\n\r\n")).isEqualToIgnoringCase("4\r\nbody\r\n0\r\nx-sum: abc\r\n\r\n");
		}
	}

	@Test
	void credentialsOfTheGatewayDoNotComeBackLate() throws IOException {
		answer("Trailer: ApiKey, X-Sum, x-key\r\n",
				"ApiKey: own-key\r\nX-Sum: abc\r\nX-KEY: own-key\r\napiuser: u\r\n");
		CredentialHeaders credentials = new CredentialHeaders(
				ReachCredentialsProvider.of(new ReachCredentials("own-user", "own-key")),
				AuthScheme.headers("X-User", "X-Key"), Set.of(Origin.of(this.target.url())));
		try (GatewayServer gateway = GatewayServer.start((builder) -> builder.target(this.target.url())
			.credentials(credentials, RequestSigner.NONE)
			.callerPolicy(CallerPolicy.anyone())); RawCaller caller = RawCaller.of(gateway)) {
			assertThat(caller.get("/").readHead()).contains("\r\ntrailer: x-sum\r\n").doesNotContain("key");
			assertThat(caller.readTo("\r\n\r\n")).isEqualToIgnoringCase("4\r\nbody\r\n0\r\nx-sum: abc\r\n\r\n");
		}
	}

	@Test
	void aResponseWithoutTrailersEndsWithTheLastChunk() throws IOException {
		answer("", "");
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.get("/").readHead();
			assertThat(caller.readTo("\r\n0\r\n\r\n")).isEqualTo("4\r\nbody\r\n0\r\n\r\n");
		}
	}

	@Test
	void trailersOfTheCallerAreDropped() throws IOException {
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("ok");
			peer.readRequest();
			peer.answer("ok");
		});
		try (GatewayServer gateway = GatewayServer.to(this.target.url()); RawCaller caller = RawCaller.of(gateway)) {
			caller.send("POST / HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "4\r\nbody\r\n0\r\nX-Sum: abc\r\n\r\n");
			assertThat(caller.readTo("ok")).startsWith("HTTP/1.1 200");
			assertThat(caller.get("/next").readTo("ok")).startsWith("HTTP/1.1 200");
		}
		assertThat(this.target.requests().get(0)).endsWith("\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
		assertThat(this.target.requests().get(1)).startsWith("GET /next ");
	}

	@Test
	void trailersThatHaveNotComeAreNone() {
		assertThat(TRAILERS.received(Mono.never()).isEmpty()).isTrue();
		assertThat(TRAILERS.received(Mono.empty()).isEmpty()).isTrue();
		HttpHeaders headers = new HttpHeaders();
		headers.add("X-Sum", "abc");
		assertThat(TRAILERS.received(Mono.just(headers)).getFirst("X-Sum")).isEqualTo("abc");
	}

	private void answer(String head, String trailers) {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + head + "\r\n4\r\nbody\r\n0\r\n"
						+ trailers + "\r\n");
			}
		});
	}

}
