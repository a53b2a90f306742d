package dev.reach.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachUnexpectedStatusException;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestCompression;
import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestExamples}.
 */
class RequestExamplesTests {

	private final MockReachServer server = MockReachServer.start();

	private final ReachClient reachClient = ReachClient.builder()
		.baseUrl(this.server.baseUrl())
		.credentials(ReachCredentialsProvider.of(this.server.credentials()))
		.failOnUnexpectedStatus(true)
		.compression(new RequestCompression(DataSize.ofKilobytes(1)))
		.build();

	@TempDir
	Path folder;

	@AfterEach
	void stop() {
		this.reachClient.close();
		this.server.close();
	}

	@Test
	void upload() throws IOException {
		this.server.enqueue(ReachHttpResponse.of(202));
		Path contacts = Files.writeString(this.folder.resolve("contacts.csv"), "+15558675310;Ann");
		assertThat(RequestExamples.upload(this.reachClient, contacts).status()).isEqualTo(202);
		assertThat(this.server.requests().get(0).body().bytes()).asString(StandardCharsets.UTF_8)
			.contains("Spring campaign", "filename=\"contacts.csv\"", "+15558675310;Ann");
	}

	@Test
	void options() {
		assertThat(RequestExamples.options(this.reachClient).status()).isEqualTo(404);
		assertThat(this.server.requests().get(0).headers().getFirst("X-Team")).isEqualTo("orders");
		this.server.enqueue(ReachHttpResponse.of(403));
		assertThatExceptionOfType(ReachUnexpectedStatusException.class)
			.isThrownBy(() -> RequestExamples.options(this.reachClient));
	}

	@Test
	void expectedStatusesOfAnOperation() {
		RequestExamples.Invoices invoices = this.reachClient.createClient(RequestExamples.Invoices.class);
		this.server.enqueue(ReachHttpResponse.of(404));
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(() -> invoices.fetch("I1"));
		this.server.enqueue(ReachHttpResponse.of(403));
		assertThatExceptionOfType(ReachUnexpectedStatusException.class).isThrownBy(() -> invoices.fetch("I1"));
	}

	@Test
	void compression() {
		String text = "Your table is ready. ".repeat(60).strip();
		String messageId = this.reachClient.messaging().messagingItems().send("+15558675310", "ACME", text).messageId();
		assertThat(this.server.requests().get(0).headers().getFirst("Content-Encoding")).isEqualTo("gzip");
		assertThat(this.reachClient.messaging().messagingItems().fetch(messageId).body()).isEqualTo(text);
	}

}
