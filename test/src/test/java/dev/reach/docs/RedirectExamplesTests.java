package dev.reach.docs;

import java.net.URI;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.RedirectPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of redirects in the documentation.
 */
class RedirectExamplesTests {

	private final ReachClient reachClient = ReachClient.builder()
		.baseUrl(URI.create("https://api.example.com"))
		.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
		.httpClient((request) -> Mono.just(answer(request)))
		.build();

	@AfterEach
	void close() {
		this.reachClient.close();
	}

	@Test
	void aCallThatFollows() {
		ReachClient reachClient = this.reachClient;
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/report").followRedirects(true).build();
		ReachHttpResponse report = reachClient.http().request(request);
		assertThat(report.uri()).isEqualTo(URI.create("https://files.example.com/report"));
	}

	@Test
	void aPolicy() {
		ReachClient reachClient = this.reachClient;
		RedirectPolicy standard = RedirectPolicy.standard();
		ReachClient careful = reachClient.mutate()
			.redirectPolicy((redirect) -> standard.follows(redirect)
					&& redirect.target().getHost().equals(redirect.visited().get(0).getHost()))
			.build();
		assertThat(careful.http().get("/moved").uri()).isEqualTo(URI.create("https://api.example.com/found"));
		assertThat(careful.http().get("/report").status()).isEqualTo(302);
	}

	private static ReachHttpResponse answer(ReachHttpRequest request) {
		return switch (request.uri().toString()) {
			case "https://api.example.com/moved" -> redirect("/found");
			case "https://api.example.com/report" -> redirect("https://files.example.com/report");
			default -> ReachHttpResponse.of(200);
		};
	}

	private static ReachHttpResponse redirect(String location) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.LOCATION, location);
		return ReachHttpResponse.of(302, headers, new byte[0]);
	}

}
