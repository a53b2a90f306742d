package dev.reach.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import dev.reach.ReachClient;
import dev.reach.messaging.SendMessage;
import dev.reach.netty.TestClients;
import dev.reach.resilience.Resilience;
import dev.reach.retry.TestResilience;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestCompression}.
 */
class RequestCompressionTests {

	private static final byte[] REPETITIVE = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);

	private static final RequestCompression COMPRESSION = new RequestCompression(DataSize.ofBytes(1000));

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void bodyOfTheThresholdIsCompressed() throws IOException {
		ReachHttpRequest request = COMPRESSION.apply(put(REPETITIVE, MediaType.TEXT_PLAIN));
		assertThat(request.headers().get("Content-Encoding")).containsExactly("gzip");
		assertThat(request.body().contentType()).isEqualTo(MediaType.TEXT_PLAIN);
		assertThat(request.body().contentLength()).isEqualTo(request.body().bytes().length).isLessThan(100);
		assertThat(gunzip(request.body().bytes())).isEqualTo(REPETITIVE);
	}

	@Test
	void bodyBelowTheThresholdStays() {
		byte[] smaller = "0123456789".repeat(100).substring(1).getBytes(StandardCharsets.US_ASCII);
		assertStays(put(smaller, MediaType.TEXT_PLAIN));
	}

	@Test
	void sameBodyGivesTheSameBytes() {
		ReachHttpRequest request = put(REPETITIVE, MediaType.TEXT_PLAIN);
		assertThat(COMPRESSION.apply(request).body().bytes()).isEqualTo(COMPRESSION.apply(request).body().bytes());
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "video/mp4", "audio/ogg", "application/zip", "application/gzip",
			"application/zstd" })
	void mediaTypeThatIsCompressedStays(String type) {
		assertStays(put(REPETITIVE, MediaType.parseMediaType(type)));
		assertStays(put(REPETITIVE, MediaType.TEXT_PLAIN).mutate().header("Content-Type", type).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/svg+xml", "application/json", "application/x-www-form-urlencoded" })
	void mediaTypeOfTextIsCompressed(String type) {
		assertThat(COMPRESSION.apply(put(REPETITIVE, MediaType.parseMediaType(type))).headers().get("Content-Encoding"))
			.containsExactly("gzip");
	}

	@Test
	void bodyWithAnEncodingStays() {
		assertStays(put(REPETITIVE, MediaType.TEXT_PLAIN).mutate().header("content-encoding", "br").build());
	}

	@Test
	void bodyThatWouldNotGetSmallerStays() {
		byte[] random = new byte[2000];
		new Random(1).nextBytes(random);
		assertStays(put(random, MediaType.TEXT_PLAIN));
	}

	@Test
	void bodyThatIsNotInMemoryStays() {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(REPETITIVE);
		assertStays(put(ReachHttpBody.stream(Flux.just(buffer), MediaType.TEXT_PLAIN, REPETITIVE.length)));
		assertStays(put(ReachHttpBody.resource(new ByteArrayResource(REPETITIVE), MediaType.TEXT_PLAIN)));
	}

	@Test
	void noBodyStays() {
		ReachHttpRequest request = put(ReachHttpBody.none());
		assertThat(new RequestCompression(DataSize.ofBytes(0)).apply(request)).isSameAs(request);
		ReachHttpRequest empty = put(new byte[0], MediaType.TEXT_PLAIN);
		assertThat(new RequestCompression(DataSize.ofBytes(0)).apply(empty)).isSameAs(empty);
	}

	@Test
	void compressedBodyIsSentWithItsOwnLength() throws Exception {
		this.server.enqueue(new MockResponse.Builder().build());
		client(Resilience.none()).http().request(put(REPETITIVE, MediaType.TEXT_PLAIN));
		RecordedRequest request = take();
		byte[] sent = body(request);
		assertThat(request.getHeaders().values("Content-Encoding")).containsExactly("gzip");
		assertThat(request.getHeaders().values("Content-Length")).containsExactly(String.valueOf(sent.length));
		assertThat(request.getHeaders().values("Content-Type")).containsExactly("text/plain");
		assertThat(sent.length).isLessThan(REPETITIVE.length);
		assertThat(gunzip(sent)).isEqualTo(REPETITIVE);
	}

	@Test
	void formOfADeclaredOperationIsCompressed() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(201).body("{\"messageId\":\"m-1\"}").build());
		client(Resilience.none()).messaging()
			.messagingItems()
			.send(SendMessage.builder("+15558675310", "Bistro", "ready ".repeat(250).strip()).build());
		RecordedRequest request = take();
		assertThat(request.getHeaders().get("Content-Encoding")).isEqualTo("gzip");
		assertThat(gunzip(body(request))).asString()
			.startsWith("dest=%2B15558675310&src=Bistro&body=ready+ready+")
			.hasSizeGreaterThan(1500);
	}

	@Test
	void retriedBodyIsCompressedOnce() throws Exception {
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().code(503).build());
		this.server.enqueue(new MockResponse.Builder().build());
		byte[] large = "0123456789".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
		client(TestResilience.retrying(2, Duration.ofMillis(1))).http().request(put(large, MediaType.TEXT_PLAIN));
		byte[] first = body(take());
		assertThat(first.length).as("still worth compressing").isGreaterThan(1000);
		assertThat(gunzip(first)).isEqualTo(large);
		for (int retry = 0; retry < 2; retry++) {
			RecordedRequest request = take();
			assertThat(request.getHeaders().values("Content-Encoding")).containsExactly("gzip");
			assertThat(body(request)).isEqualTo(first);
		}
	}

	@Test
	void nothingIsCompressedByDefault() throws Exception {
		this.server.enqueue(new MockResponse.Builder().build());
		byte[] large = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
		this.clients.to(this.server.url("/").uri()).build().http().request(put(large, MediaType.TEXT_PLAIN));
		RecordedRequest request = take();
		assertThat(request.getHeaders().get("Content-Encoding")).isNull();
		assertThat(body(request)).isEqualTo(large);
	}

	private static void assertStays(ReachHttpRequest request) {
		assertThat(COMPRESSION.apply(request)).isSameAs(request);
	}

	private ReachClient client(Resilience resilience) {
		return this.clients.closeLater(this.clients.to(this.server.url("/").uri())
			.resilience(resilience)
			.builder()
			.compression(COMPRESSION)
			.build());
	}

	private static ReachHttpRequest put(byte[] body, MediaType contentType) {
		return put(ReachHttpBody.bytes(body, contentType));
	}

	private static ReachHttpRequest put(ReachHttpBody body) {
		return ReachHttpRequest.builder(HttpMethod.PUT, "/upload").body(body).build();
	}

	private RecordedRequest take() throws InterruptedException {
		return Objects.requireNonNull(this.server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static byte[] body(RecordedRequest request) {
		return Objects.requireNonNull(request.getBody()).toByteArray();
	}

	private static byte[] gunzip(byte[] compressed) throws IOException {
		return new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
	}

}
