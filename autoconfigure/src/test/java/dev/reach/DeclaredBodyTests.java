package dev.reach;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.reach.http.ReachHttpBody;
import dev.reach.netty.TestClients;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestBodyMapper}: the bodies that an own declared interface can
 * have.
 */
class DeclaredBodyTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@TempDir
	Path folder;

	private Uploads uploads;

	@BeforeEach
	void createClient() {
		this.server.enqueue(new MockResponse.Builder().body("{}").build());
		this.uploads = this.clients.to(this.server.url("/").uri()).build().createClient(Uploads.class);
	}

	@Test
	void bytes() throws Exception {
		this.uploads.bytes(new byte[] { 1, 2 });
		assertSent("application/octet-stream", "2", "\u0001\u0002");
	}

	@Test
	void text() throws Exception {
		this.uploads.text("a;b");
		assertSent("text/csv", "3", "a;b");
	}

	@Test
	void value() throws Exception {
		this.uploads.value(Map.of("a", 1));
		assertSent("application/json", "7", "{\"a\":1}");
	}

	@Test
	void form() throws Exception {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("a b", "&");
		this.uploads.form(form);
		assertSent("application/x-www-form-urlencoded", "7", "a+b=%26");
	}

	@Test
	void file() throws Exception {
		this.uploads.file(Files.writeString(this.folder.resolve("note.txt"), "on disk"));
		assertSent("text/plain", "7", "on disk");
	}

	@Test
	void resource() throws Exception {
		this.uploads.resource(new ByteArrayResource("held".getBytes(StandardCharsets.UTF_8)));
		assertSent("application/octet-stream", "4", "held");
	}

	@Test
	void inputStream() throws Exception {
		this.uploads.inputStream(new ByteArrayInputStream("live".getBytes(StandardCharsets.UTF_8)));
		assertSent("application/octet-stream", null, "live");
	}

	@Test
	void ownBody() throws Exception {
		this.uploads.own(ReachHttpBody.text("own", MediaType.TEXT_HTML));
		assertSent("text/html", "3", "own");
	}

	@Test
	void buffers() throws Exception {
		Flux<DataBuffer> buffers = Flux.just("one", "two")
			.map((part) -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8)));
		this.uploads.buffers(buffers).block();
		assertSent("text/event-stream", null, "onetwo");
	}

	@Test
	void parts() throws Exception {
		Path file = Files.writeString(this.folder.resolve("note.txt"), "on disk");
		this.uploads.parts("title", new Order(1), new FileSystemResource(file));
		RecordedRequest request = take();
		assertThat(request.getHeaders().values("Content-Type")).singleElement()
			.asString()
			.matches("multipart/form-data;boundary=\\S+");
		assertThat(body(request)).contains("form-data; name=\"title\"\r\n", "\r\n\r\ntitle\r\n",
				"\r\n\r\n{\"count\":1}\r\n", "name=\"file\"; filename=\"note.txt\"\r\n", "\r\n\r\non disk\r\n--");
	}

	@Test
	void publisherOfValuesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.uploads.values(Flux.just("a")).block())
			.withMessageContaining("publisher must be one of DataBuffer");
		assertThat(this.server.getRequestCount()).isZero();
	}

	@Test
	void callbackIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.uploads.callback((output) -> output.write(1)))
			.withMessageContaining("use a Publisher<DataBuffer>, a Resource or a Path");
		assertThat(this.server.getRequestCount()).isZero();
	}

	private void assertSent(String contentType, @Nullable String length, String body) throws InterruptedException {
		RecordedRequest request = take();
		assertThat(request.getHeaders().values("Content-Type")).containsExactly(contentType);
		assertThat(request.getHeaders().get("Content-Length")).isEqualTo(length);
		assertThat(body(request)).isEqualTo(body);
	}

	private RecordedRequest take() throws InterruptedException {
		return Objects.requireNonNull(this.server.takeRequest(10, TimeUnit.SECONDS), "No request came");
	}

	private static String body(RecordedRequest request) {
		return Objects.requireNonNull(request.getBody()).utf8();
	}

	@HttpExchange("/uploads")
	interface Uploads {

		@PostExchange
		void bytes(@RequestBody byte[] body);

		@PostExchange(contentType = "text/csv")
		void text(@RequestBody String body);

		@PostExchange
		void value(@RequestBody Map<String, Object> body);

		@PostExchange(contentType = "application/x-www-form-urlencoded")
		void form(@RequestBody MultiValueMap<String, String> body);

		@PostExchange
		void file(@RequestBody Path body);

		@PostExchange
		void resource(@RequestBody Resource body);

		@PostExchange
		void inputStream(@RequestBody InputStream body);

		@PostExchange
		void own(@RequestBody ReachHttpBody body);

		@PostExchange(contentType = "text/event-stream")
		Mono<Void> buffers(@RequestBody Flux<DataBuffer> body);

		@PostExchange
		Mono<Void> values(@RequestBody Flux<String> body);

		@PostExchange
		void callback(StreamingHttpOutputMessage.Body body);

		@PostExchange(contentType = "multipart/form-data")
		void parts(@RequestPart String title, @RequestPart Order order, @RequestPart Resource file);

	}

	record Order(int count) {

	}

}
