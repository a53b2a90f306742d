package dev.reach.middleware;

import java.net.CookieManager;
import java.net.URI;
import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestCompression;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PipelineDescription}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PipelineDescriptionTests {

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void namesEachStepInTheOrderOfACall() {
		ReachClient client = builder().middleware(new Audit("canary"))
			.middleware(Middleware.before(Phase.TARGET_EDGE, (exchange) -> Mono.empty()))
			.middleware(Middleware.after(Phase.CLIENT_EDGE, (exchange) -> Mono.empty()))
			.middleware(new Audit("canary"))
			.requestTimeout(Duration.ofSeconds(5))
			.rewritePath(new PathRewrite("/old", "/new"))
			.cookie("session", "canary")
			.cookieStore(new CookieManager().getCookieStore())
			.compression(new RequestCompression(DataSize.ofKilobytes(1)))
			.redirectPolicy(RedirectPolicy.standard())
			.maxRedirects(3)
			.requestSigner(Mono::just)
			.build();
		assertThat(client.describe()).isEqualTo("""
				client 'reach'
				  call: at most 5000 ms
				  path: /old becomes /new
				  headers: ReachHeaders[Accept, X-Reach-Client, User-Agent]
				  phase 0: PipelineDescriptionTests
				  phase 500: PipelineDescriptionTests.Audit, PipelineDescriptionTests.Audit
				  redirects: decided by RedirectPolicy, at most 3
				  retry: decided by RetryPolicy
				  permits: none
				  hosts: https://api.example.com, a transport
				  phase 1000: PipelineDescriptionTests
				  log: none
				  cookies: DefaultCookies[session], those of services kept by InMemoryCookieStore
				  compression: from 1024B
				  credentials: to https://api.example.com:443
				  signature: by PipelineDescriptionTests""");
		assertThat(client.reactive().describe()).isEqualTo(client.describe());
	}

	@Test
	void namesWhatIsNotDone() {
		assertThat(builder().build().describe()).contains("path: as given", "redirects: not followed", "permits: none",
				"cookies: DefaultCookies[], none of services kept", "compression: none", "signature: none");
	}

	@Test
	void showsTheFiguresOfTheConnections() {
		ReachClient client = this.clients.to(URI.create("http://localhost:1")).build();
		assertThat(client.describe()).contains("hosts: http://localhost:1, 0 active, 0 idle\n");
		assertThat(client).hasToString("ReachClient[http://localhost:1, 0 active, 0 idle]");
	}

	@Test
	void isLoggedWhenAClientIsBuilt(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(Pipeline.class.getName(), LogLevel.DEBUG);
		try {
			assertThat(output).contains(builder().build().describe());
		}
		finally {
			logging.setLogLevel(Pipeline.class.getName(), null);
		}
	}

	private ReachClient.Builder builder() {
		return ReachClient.builder()
			.baseUrl(URI.create("https://api.example.com"))
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("canary-user", "canary-key")))
			.resilience(Resilience.none())
			.httpClient(new Transport());
	}

	/**
	 * A middleware whose string form holds what must not be shown.
	 *
	 * @param secret the secret
	 */
	private record Audit(String secret) implements Middleware {

	}

	/**
	 * A transport with figures of its own.
	 */
	private static final class Transport implements ReachHttpClient {

		@Override
		public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return Mono.just(ReachHttpResponse.of(200));
		}

		@Override
		public String toString() {
			return "a transport";
		}

	}

}
