package dev.reach.benchmarks.micro;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.benchmarks.client.Call;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.messaging.MessagingItem;
import dev.reach.middleware.Middleware;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

/**
 * Calls against a transport in memory, and parts of such a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientBenchmarks {

	private final byte[] json = Call.JSON.getBytes(StandardCharsets.UTF_8);

	private final Map<String, List<String>> form = Map.of("dest", List.of(Call.MESSAGE.dest()), "src",
			List.of(Call.MESSAGE.src()), "body", List.of(Call.MESSAGE.body()));

	private final ReachClient plain = builder().build();

	private final ReachClient oneMiddleware = withMiddlewares(1);

	private final ReachClient tenMiddlewares = withMiddlewares(10);

	private final ReachClient signing = builder()
		.requestSigner(RequestSigner.hmac("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
		.build();

	@Benchmark
	public MessagingItem call() {
		return send(this.plain);
	}

	@Benchmark
	public MessagingItem callWithOneMiddleware() {
		return send(this.oneMiddleware);
	}

	@Benchmark
	public MessagingItem callWithTenMiddlewares() {
		return send(this.tenMiddlewares);
	}

	@Benchmark
	public MessagingItem callWithSignature() {
		return send(this.signing);
	}

	@Benchmark
	public ReachHttpRequest requestAlone() {
		return ReachHttpRequest.builder(HttpMethod.POST, Call.PATH)
			.header("Accept", "application/json")
			.body(ReachHttpBody.form(this.form))
			.build();
	}

	@Benchmark
	public MessagingItem decodingAlone() {
		return Call.decode(this.json);
	}

	private static MessagingItem send(ReachClient client) {
		return client.messaging().messagingItems().send(Call.MESSAGE);
	}

	private static ReachClient withMiddlewares(int count) {
		ReachClient.Builder builder = builder();
		for (int index = 0; index < count; index++) {
			builder.middleware(Middleware.around(index * 50, (exchange) -> Mono.empty(), (exchange) -> Mono.empty()));
		}
		return builder.build();
	}

	private static ReachClient.Builder builder() {
		return ReachClient.builder()
			.baseUrl(URI.create("http://127.0.0.1:1"))
			.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.httpClient(ReachHttpClient.fixed(ReachHttpResponse.json(201, Call.JSON)));
	}

}
