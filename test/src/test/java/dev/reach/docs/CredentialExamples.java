package dev.reach.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reach.ReachClient;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.http.ReachHttpClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The examples of credentials and signatures.
 */
final class CredentialExamples {

	private CredentialExamples() {
	}

	static ReachClient withoutSpringBoot(Vault vault, ReachHttpClient transport) {
		return ReachClient.builder()
			.credentials(ReachCredentialsProvider
				.of(new ReachCredentials(vault.read("reach-user"), vault.read("reach-key"))))
			.authScheme(AuthScheme.basic())
			.requestSigner(RequestSigner.hmac(vault.read("reach-secret")))
			.httpClient(transport)
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class TokensOfAnotherService {

		@Bean
		ReachCredentialsProvider reachCredentialsProvider(WebClient.Builder webClient) {
			Mono<ReachCredentials> source = webClient.build()
				.post()
				.uri("https://login.example.com/oauth2/token")
				.body(BodyInserters.fromFormData("grant_type", "client_credentials"))
				.retrieve()
				.bodyToMono(AccessToken.class)
				.map((token) -> ReachCredentials.bearer(token.value()));
			return ReachCredentialsProvider.cached(source);
		}

		record AccessToken(@JsonProperty("access_token") String value) {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherSignature {

		@Bean
		RequestSigner reachRequestSigner(KeyService keys) {
			return (request) -> Mono.fromCallable(() -> keys.sign(request.method() + " " + request.uri().getRawPath()))
				.subscribeOn(Schedulers.boundedElastic())
				.map((signature) -> request.mutate().header("X-Signature", signature).build());
		}

	}

	/**
	 * Stands for whatever keeps the key of an application.
	 */
	interface KeyService {

		String sign(String text);

	}

}
