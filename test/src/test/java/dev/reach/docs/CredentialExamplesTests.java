package dev.reach.docs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.ReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CredentialExamples}.
 */
class CredentialExamplesTests {

	private final List<ReachHttpRequest> sent = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReachAutoConfiguration.class))
		.withBean(ReachHttpClient.class, () -> this::answer)
		.withPropertyValues("reach.api-user=user", "reach.api-key=key");

	private volatile String refused = "none";

	@Test
	void withoutSpringBoot() {
		Vault vault = new Vault(Map.of("reach-user", "user", "reach-key", "key", "reach-secret", "c2VjcmV0"));
		try (ReachClient client = CredentialExamples.withoutSpringBoot(vault, this::answer)) {
			client.http().get("/x");
		}
		assertThat(this.sent).singleElement().satisfies((request) -> {
			assertThat(request.headers().get("Authorization")).containsExactly("Basic dXNlcjprZXk=");
			assertThat(request.headers().get("ApiSignature")).singleElement().asString().hasSize(88);
			assertThat(request.headers().get("ApiNonce")).singleElement().asString().matches("\\d{16}");
		});
	}

	@Test
	void tokensOfAnotherService() {
		AtomicInteger tokens = new AtomicInteger();
		this.runner.withUserConfiguration(CredentialExamples.TokensOfAnotherService.class)
			.withBean(WebClient.Builder.class,
					() -> WebClient.builder().exchangeFunction((request) -> token(request, tokens.incrementAndGet())))
			.withPropertyValues("reach.auth-scheme=bearer")
			.run((context) -> {
				ReachClient client = context.getBean(ReachClient.class);
				client.http().get("/x");
				client.http().get("/x");
				this.refused = "Bearer token-1";
				client.http().get("/x");
				assertThat(this.sent).extracting((request) -> request.headers().getFirst("Authorization"))
					.containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2");
				assertThat(tokens).hasValue(2);
			});
	}

	@Test
	void anotherSignature() {
		this.runner.withUserConfiguration(CredentialExamples.AnotherSignature.class)
			.withBean(CredentialExamples.KeyService.class, () -> (text) -> "signed " + text)
			.run((context) -> {
				context.getBean(ReachClient.class).http().get("/x?a=b");
				assertThat(this.sent).singleElement().satisfies((request) -> {
					assertThat(request.headers().get("X-Signature")).containsExactly("signed GET /x");
					assertThat(request.headers().get("ApiKey")).containsExactly("key");
				});
			});
	}

	private Mono<ReachHttpResponse> answer(ReachHttpRequest request) {
		this.sent.add(request);
		boolean isRefused = this.refused.equals(request.headers().getFirst("Authorization"));
		return Mono.just(ReachHttpResponse.of(isRefused ? 401 : 200).answering(request));
	}

	private static Mono<ClientResponse> token(ClientRequest request, int number) {
		assertThat(request.url()).hasToString("https://login.example.com/oauth2/token");
		return Mono.just(ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body("{\"access_token\":\"token-%d\",\"expires_in\":3600}".formatted(number))
			.build());
	}

}
