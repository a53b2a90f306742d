package dev.reach.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.retry.TestResilience;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReachHttpBody}: what of it arrives, and when it is read.
 */
class RequestBodyTests {

	private static final long LARGE = 64L * 1024 * 1024;

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer faultServer = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@TempDir
	Path folder;

	@Test
	void jsonIsSentInTheWayOfTheApi() throws Exception {
		RecordedRequest request = post(ReachHttpBody.json(new Order("café", 1)));
		assertThat(body(request)).isEqualTo("{\"name\":\"café\",\"count\":1}".getBytes(StandardCharsets.UTF_8));
		assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
		assertThat(request.getHeaders().get("Content-Length")).isEqualTo("26");
	}

	@Test
	void textNamesItsCharset() throws Exception {
		RecordedRequest request = post(ReachHttpBody.text("é€"));
		assertThat(body(request)).isEqualTo("é€".getBytes(StandardCharsets.UTF_8));
		assertThat(request.getHeaders().get("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
	}

	@Test
	void fileIsSentWithItsLength() throws Exception {
		byte[] content = random(300_001);
		ReachHttpBody body = ReachHttpBody.file(file(content), MediaType.IMAGE_PNG);
		RecordedRequest request = post(body);
		assertThat(body(request)).isEqualTo(content);
		assertThat(request.getHeaders().get("Content-Length")).isEqualTo("300001");
		assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
		assertThat(request.getHeaders().get("Content-Type")).isEqualTo("image/png");
		assertThat(body.isReplayable()).isTrue();
		assertThat(body.isInMemory()).isFalse();
		assertThatIllegalStateException().isThrownBy(body::bytes).withMessageContaining("isInMemory()");
	}

	@Test
	void emptyFileIsSentWithLengthZero() throws Exception {
		RecordedRequest request = post(ReachHttpBody.file(file(new byte[0]), MediaType.TEXT_PLAIN));
		assertThat(body(request)).isEmpty();
		assertThat(request.getHeaders().get("Content-Length")).isEqualTo("0");
	}

	@Test
	void fileThatIsNotThereIsNamed() {
		Path missing = this.folder.resolve("missing.bin");
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.file(missing, MediaType.TEXT_PLAIN))
			.withMessageContaining("missing.bin")
			.withMessageContaining("is not there or cannot be read");
	}

	@Test
	void folderIsNoFile() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.file(this.folder, MediaType.TEXT_PLAIN))
			.withMessageContaining(this.folder.getFileName().toString());
	}

	@Test
	void resourceInMemoryIsSentWithItsLength() throws Exception {
		RecordedRequest request = post(
				ReachHttpBody.resource(new ByteArrayResource(new byte[] { 1, 2, 3 }), MediaType.IMAGE_GIF));
		assertThat(body(request)).containsExactly(1, 2, 3);
		assertThat(request.getHeaders().get("Content-Length")).isEqualTo("3");
	}

	@Test
	void openStreamIsSentInChunksAndNotRepeated() throws Exception {
		byte[] content = random(100_000);
		ReachHttpBody body = ReachHttpBody.resource(new InputStreamResource(new ByteArrayInputStream(content)),
				MediaType.APPLICATION_OCTET_STREAM);
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		assertThat(put(retrying(), body).status()).isEqualTo(503);
		RecordedRequest request = take();
		assertThat(body(request)).isEqualTo(content);
		assertThat(request.getHeaders().get("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(this.server.getRequestCount()).isOne();
		assertThat(body.isReplayable()).isFalse();
	}

	@Test
	void streamIsNotRepeated() {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { 1 });
		ReachHttpBody body = ReachHttpBody.stream(Flux.just(buffer), MediaType.TEXT_PLAIN, 1);
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		assertThat(put(retrying(), body).status()).isEqualTo(503);
		assertThat(this.server.getRequestCount()).isOne();
	}

	@Test
	void fileIsSentAgainByARetry() throws Exception {
		byte[] content = random(300_000);
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		assertThat(put(retrying(), ReachHttpBody.file(file(content), MediaType.IMAGE_PNG)).status()).isEqualTo(200);
		for (int attempt = 0; attempt < 3; attempt++) {
			RecordedRequest request = take();
			assertThat(body(request)).isEqualTo(content);
			assertThat(request.getHeaders().get("Content-Length")).isEqualTo("300000");
		}
	}

	@Test
	void fileThatIsDeletedBeforeTheRetryIsNamedInTheCause() throws Exception {
		Path file = file(random(1000));
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				delete(file);
				return new MockResponse.Builder().code(503).build();
			}

		});
		ReachHttpBody body = ReachHttpBody.file(file, MediaType.IMAGE_PNG);
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> put(retrying(), body))
			.withMessageContaining("The body of the request failed with ")
			.withStackTraceContaining(file.toString())
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.UNKNOWN))
			.havingCause()
			.isInstanceOf(IOException.class);
	}

	@Test
	void fileThatHasGrownIsNotSentInPart() throws Exception {
		Path file = file(random(100_000));
		ReachHttpBody body = ReachHttpBody.file(file, MediaType.IMAGE_PNG);
		Files.write(file, new byte[] { 1 }, StandardOpenOption.APPEND);
		assertHasChanged(body);
	}

	@Test
	void fileThatHasShrunkDoesNotLetThePeerWait() throws Exception {
		Path file = file(random(100_000));
		ReachHttpBody body = ReachHttpBody.file(file, MediaType.IMAGE_PNG);
		Files.write(file, random(99_999));
		assertHasChanged(body);
	}

	@Test
	void resourceIsReadNoFasterThanThePeerTakesIt() {
		this.faultServer.onConnection((peer) -> {
			peer.readHead();
			LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
		});
		CountedResource resource = new CountedResource("large.bin", LARGE);
		Disposable call = client().reactive()
			.http()
			.post("/upload", ReachHttpBody.resource(resource, MediaType.IMAGE_PNG))
			.subscribe();
		resource.awaitStandstill();
		assertThat(resource.bytesRead()).isPositive().isLessThan(LARGE / 2);
		call.dispose();
		resource.awaitClosed();
	}

	@Test
	void resourceIsClosedWhenTheConnectionIsLost() {
		this.faultServer.onConnection((peer) -> {
			peer.readHead();
			peer.read(100_000);
			peer.reset();
		});
		CountedResource resource = new CountedResource("large.bin", LARGE);
		ReachHttpBody body = ReachHttpBody.resource(resource, MediaType.IMAGE_PNG);
		assertThatExceptionOfType(ReachTransportException.class)
			.isThrownBy(() -> client().http().post("/upload", body));
		assertThat(resource.opened()).isOne();
		resource.awaitClosed();
	}

	@Test
	void resourceIsOpenedForEachAttemptAndClosedAfterIt() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		CountedResource resource = new CountedResource("small.bin", 50_000);
		put(retrying(), ReachHttpBody.resource(resource, MediaType.IMAGE_PNG));
		assertThat(resource.opened()).isEqualTo(2);
		resource.awaitClosed();
		byte[] first = body(take());
		assertThat(first).hasSize(50_000).isEqualTo(body(take()));
		assertThat(first[49_999]).isEqualTo(CountedResource.byteAt(49_999));
	}

	@Test
	void nothingIsOpenedBeforeTheRequestIsSent() {
		CountedResource resource = new CountedResource("small.bin", 50_000);
		client().reactive().http().post("/upload", ReachHttpBody.resource(resource, MediaType.IMAGE_PNG));
		assertThat(resource.opened()).isZero();
	}

	private void assertHasChanged(ReachHttpBody body) {
		this.faultServer.onConnection((peer) -> {
			peer.readRequest();
			peer.answer("{}");
		});
		assertThatExceptionOfType(ReachTransportException.class).isThrownBy(() -> client().http().post("/upload", body))
			.havingCause()
			.isInstanceOf(IOException.class)
			.withMessageContaining("bytes than the 100000 that were declared");
	}

	private RecordedRequest post(ReachHttpBody body) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().build());
		mockClient().http().post("/upload", body);
		return take();
	}

	private static ReachHttpResponse put(ReachClient client, ReachHttpBody body) {
		return client.http().request(ReachHttpRequest.builder(HttpMethod.PUT, "/upload").body(body).build());
	}

	private RecordedRequest take() throws InterruptedException {
		return Objects.requireNonNull(this.server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static byte[] body(RecordedRequest request) {
		return Objects.requireNonNull(request.getBody()).toByteArray();
	}

	private Path file(byte[] content) throws IOException {
		return Files.write(this.folder.resolve("content.bin"), content);
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] random(int length) {
		byte[] content = new byte[length];
		new Random(7).nextBytes(content);
		return content;
	}

	private ReachClient client() {
		return this.clients.to(this.faultServer.url()).build();
	}

	private ReachClient mockClient() {
		return this.clients.to(this.server.url("/").uri()).build();
	}

	private ReachClient retrying() {
		return this.clients.to(this.server.url("/").uri())
			.resilience(TestResilience.retrying(3, Duration.ofMillis(1)))
			.build();
	}

	record Order(String name, int count) {

	}

}
