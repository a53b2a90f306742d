package dev.reach.credential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachValidationException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.RequestCompression;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of signatures on the wire: each is computed anew from what the server received.
 */
class SigningTests {

	private static final int THREADS = 50;

	private static final int REQUESTS = 10_000;

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final FaultServer other = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	static Stream<ReachHttpRequest> requests() {
		Map<String, List<String>> fields = Map.of("dest", List.of("+22890000000"), "body", List.of("Grüße & more"));
		return Stream.of(ReachHttpRequest.builder(HttpMethod.GET, "/rest/messaging/v1/list?pageSize=1&a=%2F").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "?only=query").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "/").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "/a%2Fb/c%20d/%C3%A9").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "/a//b;v=1,2/@:$&'()*+=!~").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "/a/../b/./c").build(),
				ReachHttpRequest.builder(HttpMethod.GET, "/caf\u00e9?q=caf\u00e9").build(),
				ReachHttpRequest.builder(HttpMethod.DELETE, "/rest/messaging/v1/delete?messageId=m-1").build(),
				ReachHttpRequest.builder(HttpMethod.POST, "/rest/messaging/v1/create")
					.body(ReachHttpBody.form(fields))
					.build(),
				ReachHttpRequest.builder(HttpMethod.PUT, "/json?a=b")
					.body(ReachHttpBody.text("{\"text\":\"Grüße\"}", MediaType.APPLICATION_JSON))
					.build(),
				ReachHttpRequest.builder(HttpMethod.POST, "/empty")
					.body(ReachHttpBody.bytes(new byte[0], MediaType.TEXT_PLAIN))
					.build(),
				ReachHttpRequest.builder(HttpMethod.POST, "/bytes")
					.body(ReachHttpBody.bytes(bytes(70_000), MediaType.APPLICATION_OCTET_STREAM))
					.build());
	}

	@ParameterizedTest
	@MethodSource("requests")
	void signatureIsThatOfWhatIsReceived(ReachHttpRequest request) {
		answerEach(this.server);
		for (String base : List.of("", "/eu/v2%2F")) {
			client(URI.create(this.server.url() + base)).http().request(request);
		}
		assertThat(received(this.server)).hasSize(2).allSatisfy(SignedRequest::assertSigned);
		assertThat(received(this.server).get(1).path()).startsWith("/eu/v2%2F");
		assertThat(received(this.server).get(0).body().length()).isEqualTo(request.body().contentLength());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void declaredOperationsAreSigned(boolean compressed) {
		answerEach(this.server);
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url())
			.builder()
			.requestSigner(RequestSigner.hmac(SignedRequest.SECRET))
			.compression(compressed ? new RequestCompression(DataSize.ofBytes(1)) : RequestCompression.NONE)
			.build());
		client.messaging().messagingItems().send("+22890000000", "Acme", "canary ".repeat(100));
		assertThat(received(this.server)).singleElement()
			.satisfies(SignedRequest::assertSigned)
			.satisfies((request) -> assertThat(request.path()).isEqualTo("/rest/messaging/v1/create"))
			.satisfies((request) -> assertThat(request.body()).isNotEmpty());
	}

	@Test
	void compressedBytesAreWhatIsSigned() {
		answerEach(this.server);
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url())
			.builder()
			.requestSigner(RequestSigner.hmac(SignedRequest.SECRET))
			.compression(new RequestCompression(DataSize.ofBytes(1)))
			.build());
		client.http().post("/x", ReachHttpBody.text("canary ".repeat(1000)));
		assertThat(received(this.server)).singleElement()
			.satisfies(SignedRequest::assertSigned)
			.satisfies((request) -> assertThat(request.header("Content-Encoding")).isEqualTo("gzip"))
			.satisfies((request) -> assertThat(request.body()).hasSizeLessThan(1000));
	}

	@Test
	void bodyReadFromDiskIsSigned(@TempDir Path folder) throws IOException {
		answerEach(this.server);
		Path file = Files.write(folder.resolve("numbers.bin"), bytes(200_000));
		ReachClient client = client(this.server.url());
		client.http().post("/file", ReachHttpBody.file(file, MediaType.APPLICATION_OCTET_STREAM));
		assertThat(received(this.server)).singleElement()
			.satisfies(SignedRequest::assertSigned)
			.satisfies((request) -> assertThat(request.body()).hasSize(200_000));
	}

	@Test
	void redirectedRequestIsSignedAnewAndNotForAnotherOrigin() {
		answerEach(this.other);
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				String target = (this.server.requests().size() < 2) ? "/moved" : this.other.url() + "/elsewhere";
				peer.write("HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n".formatted(target));
			}
		});
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url())
			.builder()
			.requestSigner(RequestSigner.hmac(SignedRequest.SECRET))
			.redirectPolicy(RedirectPolicy.standard())
			.build());
		assertThat(client.http().get("/start").status()).isEqualTo(200);
		assertThat(received(this.server)).hasSize(2).allSatisfy(SignedRequest::assertSigned);
		assertThat(received(this.server).get(1).nonce()).isGreaterThan(received(this.server).get(0).nonce());
		assertThat(received(this.other)).singleElement()
			.satisfies((request) -> assertThat(request.header(RequestSigner.SIGNATURE_HEADER)).isEmpty())
			.satisfies((request) -> assertThat(request.header(RequestSigner.NONCE_HEADER)).isEmpty());
	}

	@Test
	void headersOfTheseNamesAreReplaced() {
		answerEach(this.server);
		client(this.server.url()).http()
			.request(ReachHttpRequest.builder(HttpMethod.GET, "/x")
				.header("apinonce", "1")
				.header("APISIGNATURE", "forged")
				.build());
		assertThat(received(this.server)).singleElement().satisfies(SignedRequest::assertSigned);
		assertThat(received(this.server).get(0).nonce()).isGreaterThan(1);
	}

	@Test
	void repeatedRequestIsSignedAnew() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				if (this.server.requests().size() < 3) {
					peer.write("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
				}
				else {
					peer.answer("{}");
				}
			}
		});
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url())
			.resilience(Resilience.standard())
			.builder()
			.requestSigner(RequestSigner.hmac(SignedRequest.SECRET))
			.build());
		assertThat(client.http().post("/x", text()).status()).isEqualTo(200);
		assertThatEachIsSignedAnew(3);
	}

	@Test
	void requestWithOtherCredentialsIsSignedAnew() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				if (this.server.requests().size() == 1) {
					peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
				}
				else {
					peer.answer("{}");
				}
			}
		});
		AtomicInteger keys = new AtomicInteger();
		ReachCredentialsProvider provider = ReachCredentialsProvider.cached(
				Mono.fromSupplier(() -> new ReachCredentials(TestClients.API_USER, "key-" + keys.incrementAndGet())));
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url())
			.credentials(provider)
			.builder()
			.requestSigner(RequestSigner.hmac(SignedRequest.SECRET))
			.build());
		assertThat(client.http().post("/x", text()).status()).isEqualTo(200);
		assertThatEachIsSignedAnew(2);
		assertThat(received(this.server)).extracting((request) -> request.header("ApiKey"))
			.containsExactly("key-1", "key-2");
	}

	@Test
	void requestToAnotherOriginIsNotSigned() {
		answerEach(this.server);
		answerEach(this.other);
		ReachClient client = client(this.server.url());
		client.http().get(this.other.url() + "/x");
		client.http().get(this.server.url() + "/x");
		assertThat(received(this.server)).singleElement().satisfies(SignedRequest::assertSigned);
		assertThat(this.other.requests()).singleElement()
			.asString()
			.doesNotContainIgnoringCase("ApiSignature")
			.doesNotContainIgnoringCase("ApiNonce");
	}

	@Test
	void bodyThatCanBeReadOnlyOnceIsNotSent() {
		answerEach(this.server);
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(new byte[10]);
		ReachHttpBody body = ReachHttpBody.stream(Flux.just(buffer), MediaType.APPLICATION_OCTET_STREAM, 10);
		assertThatExceptionOfType(ReachValidationException.class)
			.isThrownBy(() -> client(this.server.url()).http().post("/x", body))
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void signerOfTheApplicationSeesWhatIsSentAndMayAddToIt() {
		answerEach(this.server);
		List<ReachHttpRequest> seen = new CopyOnWriteArrayList<>();
		ReachClient client = client((request) -> {
			seen.add(request);
			return Mono.just(request.mutate().header("X-Signature", "own").build());
		});
		client.http()
			.request(ReachHttpRequest.builder(HttpMethod.POST, "/x?a=b").header("X-Own", "1").body(text()).build());
		assertThat(this.server.requests()).singleElement().asString().contains("X-Signature: own\r\n");
		String sent = received(this.server).get(0).text();
		assertThat(seen).singleElement().satisfies((request) -> {
			assertThat(request.uri()).isEqualTo(URI.create(this.server.url() + "/x?a=b"));
			assertThat(request.headers().headerNames()).contains("ApiUser", "ApiKey", "X-Own", "User-Agent", "Accept");
			request.headers()
				.forEach((name, values) -> assertThat(sent).containsIgnoringCase(name + ": " + values.get(0) + "\r\n"));
			assertThat(request.body().bytes()).asString().isEqualTo(received(this.server).get(0).body());
		});
	}

	@Test
	void signerThatGivesNothingOrFailsSendsNothing() {
		answerEach(this.server);
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> client((request) -> Mono.empty()).http().get("/x"))
			.withMessage("The RequestSigner gave no request; nothing was sent");
		assertThatIllegalStateException().isThrownBy(
				() -> client((request) -> Mono.error(new IllegalStateException("no key"))).http().post("/x", text()))
			.withMessage("no key");
		RequestSigner thrower = (request) -> {
			throw new IllegalStateException("no key at all");
		};
		assertThatIllegalStateException().isThrownBy(() -> client(thrower).http().get("/x"))
			.withMessage("no key at all");
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void noncesOfAKeyNeitherRepeatNorGoBack() throws Exception {
		Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
		this.server.onConnection((peer) -> {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(peer.socket().getInputStream(), StandardCharsets.ISO_8859_1));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				StringBuilder head = new StringBuilder();
				for (; line != null && !line.isEmpty(); line = in.readLine()) {
					head.append(line).append("\r\n");
				}
				arrivals.add(Arrival.of(new SignedRequest(head + "\r\n")));
				peer.answer("");
			}
		});
		List<ReachClient> ofOneKey = List.of(client(this.server.url()), client(this.server.url()));
		inThreads((thread) -> {
			for (int number = 0; number < REQUESTS / THREADS; number++) {
				ofOneKey.get(number % 2).http().get("/" + thread + "/" + number);
			}
		});
		assertThat(arrivals).hasSize(REQUESTS).extracting(Arrival::nonce).doesNotHaveDuplicates();
		Map<Integer, List<Arrival>> byThread = arrivals.stream().collect(Collectors.groupingBy(Arrival::thread));
		assertThat(byThread).hasSize(THREADS);
		assertThat(byThread.values()).allSatisfy((ofThread) -> {
			assertThat(ofThread).hasSize(REQUESTS / THREADS);
			List<Long> nonces = ofThread.stream()
				.sorted((first, second) -> Integer.compare(first.number(), second.number()))
				.map(Arrival::nonce)
				.toList();
			assertThat(nonces).isSorted();
		});
	}

	private static void inThreads(IntConsumer task) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			Collection<Callable<Integer>> tasks = new ArrayList<>();
			IntStream.range(0, THREADS).forEach((thread) -> tasks.add(() -> {
				task.accept(thread);
				return thread;
			}));
			for (Future<Integer> ended : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
				ended.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void assertThatEachIsSignedAnew(int count) {
		assertThat(received(this.server)).hasSize(count).allSatisfy(SignedRequest::assertSigned);
		List<Long> nonces = received(this.server).stream().map(SignedRequest::nonce).toList();
		assertThat(nonces).isSorted().doesNotHaveDuplicates();
		assertThat(received(this.server)).extracting(SignedRequest::body).containsOnly("canary-body");
	}

	private ReachClient client(URI baseUrl) {
		return this.clients.closeLater(
				this.clients.to(baseUrl).builder().requestSigner(RequestSigner.hmac(SignedRequest.SECRET)).build());
	}

	private ReachClient client(RequestSigner signer) {
		return this.clients.closeLater(this.clients.to(this.server.url()).builder().requestSigner(signer).build());
	}

	private static ReachHttpBody text() {
		return ReachHttpBody.text("canary-body", MediaType.TEXT_PLAIN);
	}

	private static byte[] bytes(int count) {
		byte[] bytes = new byte[count];
		for (int index = 0; index < count; index++) {
			bytes[index] = (byte) index;
		}
		return bytes;
	}

	private static List<SignedRequest> received(FaultServer server) {
		return server.requests().stream().map(SignedRequest::new).toList();
	}

	private static void answerEach(FaultServer server) {
		server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{}");
			}
		});
	}

	/**
	 * What came of one request of a thread.
	 *
	 * @param thread which thread created it
	 * @param number which of the requests of the thread it is
	 * @param nonce its nonce
	 */
	private record Arrival(int thread, int number, long nonce) {

		static Arrival of(SignedRequest request) {
			String[] path = request.path().split("/");
			return new Arrival(Integer.parseInt(path[1]), Integer.parseInt(path[2]), request.nonce());
		}

	}

}
