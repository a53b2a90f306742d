package dev.reach.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.reach.ReachClient;
import dev.reach.netty.FaultServer;
import dev.reach.netty.TestClients;
import dev.reach.retry.TestResilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReachHttpBody#multipart}: what arrives, as a parser understands it.
 */
class MultipartBodyTests {

	private static final int MEGABYTE = 1024 * 1024;

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final FaultServer faultServer = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@TempDir
	Path folder;

	@Test
	void eachPartArrivesAsItIs() throws Exception {
		byte[] first = random(3 * MEGABYTE, 1);
		byte[] second = random(3 * MEGABYTE + 1, 2);
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("note", "Grüße, 世界");
		parts.part("order", new RequestBodyTests.Order("x", 2));
		parts.part("bytes", new byte[] { 0, 1, 2 }, MediaType.IMAGE_GIF);
		parts.part("files", new FileSystemResource(Files.write(this.folder.resolve("first.bin"), first)));
		parts.part("files", new FileSystemResource(Files.write(this.folder.resolve("zweite ä世.png"), second)));
		RecordedRequest request = post(ReachHttpBody.multipart(parts.build()));
		assertThat(request.getHeaders().get("Content-Type")).startsWith("multipart/form-data;boundary=");
		assertThat(request.getHeaders().get("Transfer-Encoding")).isEqualTo("chunked");
		List<Part> received = parse(request);
		assertThat(received).extracting(Part::name).containsExactly("note", "order", "bytes", "files", "files");
		assertThat(received.get(0).headers().getContentType())
			.isEqualTo(MediaType.parseMediaType("text/plain;charset=UTF-8"));
		assertThat(content(received.get(0))).isEqualTo("Grüße, 世界".getBytes(StandardCharsets.UTF_8));
		assertThat(received.get(1).headers().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(content(received.get(1))).asString().isEqualTo("{\"name\":\"x\",\"count\":2}");
		assertThat(received.get(2).headers().getContentType()).isEqualTo(MediaType.IMAGE_GIF);
		assertThat(content(received.get(2))).containsExactly(0, 1, 2);
		assertThat(received.get(3)).isInstanceOfSatisfying(FilePart.class,
				(part) -> assertThat(part.filename()).isEqualTo("first.bin"));
		assertThat(content(received.get(3))).isEqualTo(first);
		assertThat(received.get(4)).isInstanceOfSatisfying(FilePart.class,
				(part) -> assertThat(part.filename()).isEqualTo("zweite ä世.png"));
		assertThat(received.get(4).headers().getContentType()).isEqualTo(MediaType.IMAGE_PNG);
		assertThat(content(received.get(4))).isEqualTo(second);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a \"quoted\" name.txt", "back\\slash.txt", "semi;colon=.txt", "naïve.txt", "100%25.txt" })
	void fileNameArrivesAsItIs(String name) throws Exception {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("größe", new CountedResource(name, 10));
		assertThat(parse(post(ReachHttpBody.multipart(parts.build())))).singleElement()
			.isInstanceOfSatisfying(FilePart.class, (part) -> {
				assertThat(part.name()).isEqualTo("größe");
				assertThat(part.filename()).isEqualTo(name);
			});
	}

	@Test
	void nameOfAPartMustNotMakeAnotherHeader() {
		for (String name : new String[] { "a\r\nX: y", "a\nb", "a\"; filename=\"b", "a\u0000" }) {
			MultipartBodyBuilder parts = new MultipartBodyBuilder();
			parts.part(name, "x");
			assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.multipart(parts.build()))
				.withMessageContaining("name of a part");
		}
	}

	@Test
	void fileNameMustNotMakeAnotherHeader() {
		MultipartBodyBuilder resource = new MultipartBodyBuilder();
		resource.part("file", new CountedResource("a\r\nX: y", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.multipart(resource.build()))
			.withMessageContaining("file name of the part 'file'");
		MultipartBodyBuilder named = new MultipartBodyBuilder();
		named.part("file", new byte[0]).filename("a\r\nX: y");
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.multipart(named.build()))
			.withMessageContaining("'Content-Disposition'");
	}

	@Test
	void eachSendHasTheSameBytes() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(200).build());
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("note", "x");
		parts.part("file", new CountedResource("a.bin", 100_000));
		ReachHttpBody body = ReachHttpBody.multipart(parts.build());
		assertThat(body.isReplayable()).isTrue();
		ReachClient client = this.clients.to(this.server.url("/").uri())
			.resilience(TestResilience.retrying(1, Duration.ofMillis(1)))
			.build();
		client.http().request(ReachHttpRequest.builder(HttpMethod.PUT, "/upload").body(body).build());
		RecordedRequest first = take();
		RecordedRequest second = take();
		assertThat(first.getBody()).isEqualTo(second.getBody());
		assertThat(first.getHeaders().get("Content-Type")).isEqualTo(second.getHeaders().get("Content-Type"));
		assertThat(bytes(body)).isEqualTo(bytes(body)).isEqualTo(bytes(first));
	}

	@Test
	void twoBodiesHaveTwoBoundaries() {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("note", "x");
		assertThat(ReachHttpBody.multipart(parts.build()).contentType())
			.isNotEqualTo(ReachHttpBody.multipart(parts.build()).contentType());
	}

	@Test
	void partThatCanBeReadOnceMakesABodyThatCanBeSentOnce() throws Exception {
		MultipartBodyBuilder publisher = new MultipartBodyBuilder();
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap("live".getBytes(StandardCharsets.UTF_8));
		publisher.asyncPart("live", Flux.just(buffer), DataBuffer.class);
		ReachHttpBody body = ReachHttpBody.multipart(publisher.build());
		assertThat(body.isReplayable()).isFalse();
		assertThat(content(parse(post(body)).get(0))).asString().isEqualTo("live");
		MultipartBodyBuilder stream = new MultipartBodyBuilder();
		stream.part("stream", new InputStreamResource(new ByteArrayInputStream(new byte[] { 1 })));
		assertThat(ReachHttpBody.multipart(stream.build()).isReplayable()).isFalse();
	}

	@Test
	void fileThatIsNotThereIsNamed() {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("file", new FileSystemResource(this.folder.resolve("missing.bin")));
		assertThatIllegalArgumentException().isThrownBy(() -> ReachHttpBody.multipart(parts.build()))
			.withMessageContaining("missing.bin");
	}

	@Test
	void filesAreReadOneAfterTheOtherAndNoFasterThanThePeerTakesThem() {
		this.faultServer.onConnection((peer) -> {
			peer.readHead();
			LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
		});
		CountedResource first = new CountedResource("first.bin", 64L * MEGABYTE);
		CountedResource second = new CountedResource("second.bin", 64L * MEGABYTE);
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("first", first);
		parts.part("second", second);
		Disposable call = this.clients.to(this.faultServer.url())
			.build()
			.reactive()
			.http()
			.post("/upload", ReachHttpBody.multipart(parts.build()))
			.subscribe();
		first.awaitStandstill();
		assertThat(first.bytesRead()).isPositive().isLessThan(32L * MEGABYTE);
		assertThat(second.opened()).isZero();
		call.dispose();
		first.awaitClosed();
	}

	@Test
	void laterChangesOfTheMapAreNotSent() {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("note", new ByteArrayResource(new byte[] { 1 }));
		MultiValueMap<String, HttpEntity<?>> map = parts.build();
		ReachHttpBody body = ReachHttpBody.multipart(map);
		byte[] before = bytes(body);
		map.clear();
		assertThat(bytes(body)).isEqualTo(before);
	}

	private RecordedRequest post(ReachHttpBody body) throws InterruptedException {
		this.server.enqueue(new MockResponse.Builder().build());
		this.clients.to(this.server.url("/").uri()).build().http().post("/upload", body);
		return take();
	}

	private RecordedRequest take() throws InterruptedException {
		return Objects.requireNonNull(this.server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static List<Part> parse(RecordedRequest request) {
		MockServerHttpRequest received = MockServerHttpRequest.post("/")
			.header("Content-Type", Objects.requireNonNull(request.getHeaders().get("Content-Type")))
			.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes(request))));
		return Objects.requireNonNull(
				new DefaultPartHttpMessageReader().read(ResolvableType.forClass(Part.class), received, Map.of())
					.collectList()
					.block(Duration.ofSeconds(20)));
	}

	private static byte[] content(Part part) {
		return join(part.content());
	}

	private static byte[] bytes(ReachHttpBody body) {
		return join(body.buffers());
	}

	private static byte[] bytes(RecordedRequest request) {
		return Objects.requireNonNull(request.getBody()).toByteArray();
	}

	private static byte[] join(Flux<DataBuffer> buffers) {
		return Objects.requireNonNull(DataBufferUtils.join(buffers).map((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		}).block(Duration.ofSeconds(20)));
	}

	private static byte[] random(int length, long seed) {
		byte[] content = new byte[length];
		new Random(seed).nextBytes(content);
		return content;
	}

}
