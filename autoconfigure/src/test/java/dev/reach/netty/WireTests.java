package dev.reach.netty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactorNettyHttpClient}: what goes over the wire, and how what comes
 * back is read.
 */
class WireTests {

	private static final String LENGTH = "\r\ncontent-length: ";

	private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";

	@StartStop
	public final MockWebServer mockServer = new MockWebServer();

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void answerEachRequest() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.answer("{}");
			}
		});
	}

	@Test
	void bytesAreSentWithTheirLength() {
		String request = send(HttpMethod.POST, ReachHttpBody.bytes(new byte[] { 'a', 'b', 'c' }, MediaType.IMAGE_PNG));
		assertThat(request).contains(LENGTH + "3\r\n", "\r\ncontent-type: image/png\r\n").doesNotContain(CHUNKED);
		assertThat(request).endsWith("\r\n\r\nabc");
	}

	@Test
	void textIsSentAsUtf8WithItsLengthInBytes() {
		String request = send(HttpMethod.POST, ReachHttpBody.text("é€", MediaType.TEXT_PLAIN));
		assertThat(request).contains(LENGTH + "5\r\n");
	}

	@Test
	void formIsSentWithItsLength() {
		ReachHttpBody form = ReachHttpBody.form(Map.of("dest", List.of("+1 555", "&=")));
		String request = send(HttpMethod.POST, form);
		assertThat(request).contains(LENGTH + "25\r\n", "\r\ncontent-type: application/x-www-form-urlencoded\r\n")
			.doesNotContain(CHUNKED)
			.endsWith("\r\n\r\ndest=%2b1+555&dest=%26%3d");
	}

	@Test
	void streamOfUnknownLengthIsChunked() {
		String request = send(HttpMethod.POST, stream(-1));
		assertThat(request).contains(CHUNKED)
			.doesNotContain(LENGTH)
			.endsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
	}

	@Test
	void streamOfKnownLengthIsSentWithItsLength() {
		String request = send(HttpMethod.POST, stream(6));
		assertThat(request).contains(LENGTH + "6\r\n").doesNotContain(CHUNKED).endsWith("\r\n\r\nonetwo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void emptyBodyIsSentWithLengthZero(String method) {
		String request = send(HttpMethod.valueOf(method), ReachHttpBody.none());
		assertThat(request).contains(LENGTH + "0\r\n").doesNotContain(CHUNKED).endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "DELETE" })
	void methodWithoutContentHasNoLength(String method) {
		String request = send(HttpMethod.valueOf(method), ReachHttpBody.none());
		assertThat(request).startsWith(method.toLowerCase(Locale.ROOT) + " /path?query=a%20b http/1.1\r\n")
			.doesNotContain(LENGTH, CHUNKED, "content-type");
	}

	@Test
	void contentTypeOfTheRequestWins() {
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.POST, "/path")
			.header("Content-Type", "text/csv")
			.body(ReachHttpBody.text("a;b", MediaType.TEXT_PLAIN))
			.build();
		assertThat(send(request)).contains("\r\ncontent-type: text/csv\r\n").doesNotContain("text/plain");
	}

	@Test
	void eachValueOfAHeaderIsSent() {
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/path")
			.header("X-Many", "one", "two, three", "")
			.build();
		assertThat(send(request)).contains("\r\nx-many: one\r\nx-many: two, three\r\nx-many: \r\n");
	}

	@Test
	void eachValueOfAHeaderIsReceived() {
		this.mockServer.enqueue(new MockResponse.Builder().addHeader("Set-Cookie", "a=1")
			.addHeader("set-cookie", "b=2; Path=/")
			.addHeader("X-Empty", "")
			.build());
		ReachHttpResponse response = mockClient().http().get("/");
		assertThat(response.headers().get("SET-COOKIE")).containsExactly("a=1", "b=2; Path=/");
		assertThat(response.headers().get("x-empty")).containsExactly("");
	}

	@Test
	void cookiesAreNotKept() throws InterruptedException {
		this.mockServer.enqueue(new MockResponse.Builder().addHeader("Set-Cookie", "a=1").build());
		this.mockServer.enqueue(new MockResponse.Builder().build());
		ReachClient client = mockClient();
		client.http().get("/");
		client.http().get("/");
		takeRequest();
		assertThat(takeRequest().getHeaders().get("Cookie")).isNull();
	}

	@Test
	void chunkedResponseIsJoined() {
		this.mockServer.enqueue(new MockResponse.Builder().chunkedBody("0123456789".repeat(1000), 7).build());
		assertThat(mockClient().http().get("/").text().block()).isEqualTo("0123456789".repeat(1000));
	}

	@Test
	void compressedResponseIsExpanded() throws IOException, InterruptedException {
		Buffer compressed = new Buffer();
		try (BufferedSink sink = Okio.buffer(new GzipSink(compressed))) {
			sink.writeString("expanded ".repeat(500), StandardCharsets.UTF_8);
		}
		this.mockServer
			.enqueue(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(compressed).build());
		assertThat(mockClient().http().get("/").text().block()).isEqualTo("expanded ".repeat(500));
		assertThat(takeRequest().getHeaders().get("Accept-Encoding")).contains("gzip");
	}

	@Test
	void responseThatEndsWithTheConnectionIsRead() {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\n\r\nto the end");
		});
		assertThat(client().http().get("/").text().block()).isEqualTo("to the end");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103 })
	void interimResponsesAreSkipped(int status) {
		this.server.onConnection((peer) -> {
			for (int number = 1; !peer.readRequest().isEmpty(); number++) {
				peer.write("HTTP/1.1 %d Interim\r\nLink: </style.css>\r\n\r\n".formatted(status).repeat(2));
				peer.answer("final " + number);
			}
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		for (int number = 1; number <= 3; number++) {
			ReachHttpResponse response = client.http().post("/", ReachHttpBody.none());
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.headers().get("Link")).isNull();
			assertThat(response.text().block()).isEqualTo("final " + number);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	void statusWithoutBodyIsCompleteAndItsConnectionIsUsedAgain(int status) {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 %d Empty\r\n\r\n".formatted(status));
			}
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		for (int call = 0; call < 2; call++) {
			ReachHttpResponse response = client.http().delete("/path");
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.bytes().block()).isEmpty();
		}
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void answerToHeadHasNoBodyAndItsConnectionIsUsedAgain() {
		this.server.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
			}
		});
		ReachClient client = this.clients.to(this.server.url()).connections(1).build();
		for (int call = 0; call < 2; call++) {
			ReachHttpResponse response = client.http()
				.request(ReachHttpRequest.builder(HttpMethod.HEAD, "/path").build());
			assertThat(response.headers().getContentLength()).isEqualTo(1000);
			assertThat(response.bytes().block()).isEmpty();
		}
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 299, 400, 404, 429, 500, 503, 599, 600, 999 })
	void eachStatusIsReturned(int status) {
		this.server.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 %d Some\r\nContent-Length: 4\r\n\r\nbody".formatted(status));
			peer.awaitEnd();
		});
		ReachHttpResponse response = client().http().get("/");
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.text().block()).isEqualTo("body");
	}

	private String send(HttpMethod method, ReachHttpBody body) {
		return send(ReachHttpRequest.builder(method, "/path?query=a%20b").body(body).build());
	}

	private String send(ReachHttpRequest request) {
		assertThat(client().http().request(request).status()).isEqualTo(200);
		assertThat(this.server.requests()).hasSize(1);
		return this.server.requests().get(0).toLowerCase(Locale.ROOT);
	}

	private RecordedRequest takeRequest() throws InterruptedException {
		return Objects.requireNonNull(this.mockServer.takeRequest(15, TimeUnit.SECONDS));
	}

	private static ReachHttpBody stream(long length) {
		Flux<DataBuffer> parts = Flux.just("one", "two")
			.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
		return ReachHttpBody.stream(parts, MediaType.TEXT_PLAIN, length);
	}

	private ReachClient client() {
		return this.clients.to(this.server.url()).build();
	}

	private ReachClient mockClient() {
		return this.clients.to(this.mockServer.url("/").uri()).build();
	}

}
