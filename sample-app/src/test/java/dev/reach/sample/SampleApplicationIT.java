package dev.reach.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged {@link SampleApplication}.
 */
class SampleApplicationIT {

	private static final String MESSAGE = "Message: MessagingItem\\[messageId=MID\\d+, status=queued\\]";

	private static final int TERMINATED = 128 + 15;

	@TempDir
	Path directory;

	@Test
	void sendsOneMessageWithoutCredentialsAndEndsOnTermination() throws Exception {
		try (PackagedApplication application = PackagedApplication.start(this.directory, Map.of(), List.of())) {
			assertThat(application.awaitMessage()).isTrue();
			assertThat(application.output()).filteredOn((line) -> line.matches(MESSAGE)).hasSize(1);
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(TERMINATED);
			assertThat(application.output()).noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN "));
		}
	}

	@Test
	void startsFromTheCodeThatWasGeneratedAheadOfTime() throws Exception {
		try (PackagedApplication application = PackagedApplication.start(this.directory, Map.of(),
				List.of("-Dspring.aot.enabled=true"))) {
			assertThat(application.awaitMessage()).isTrue();
			assertThat(application.output()).anyMatch((line) -> line.contains("Starting AOT-processed"))
				.filteredOn((line) -> line.matches(MESSAGE))
				.hasSize(1);
		}
	}

	@Test
	void takesCredentialsFromAFileBesideItAndStartsNoSimulatorWhenLive() throws Exception {
		try (MockReachServer service = MockReachServer.start()) {
			Files.writeString(this.directory.resolve(".env"),
					"REACH_TALKYLABS_API_USER=%s%nREACH_TALKYLABS_API_KEY=%s%n"
						.formatted(service.credentials().apiUser(), service.credentials().apiKey()));
			try (PackagedApplication application = PackagedApplication.start(this.directory, Map.of(), List.of(),
					"--spring.profiles.active=live", "--reach.base-url=" + service.baseUrl())) {
				assertThat(application.awaitMessage()).isTrue();
				assertThat(application.output()).anyMatch((line) -> line.matches(MESSAGE));
				assertThat(service.requests()).hasSize(1);
				assertThat(service.requests().get(0).headers().getFirst("User-Agent"))
					.matches("reach-spring/\\d\\S* \\(\\S+ \\S+\\) Java/\\S+");
			}
		}
	}

	@Test
	void sendsThroughAProxyThatSeesATunnelToANameItAloneKnows() throws Exception {
		try (PackagedApplication application = PackagedApplication.start(this.directory, Map.of(), List.of(),
				"--spring.profiles.active=proxy")) {
			assertThat(application.awaitMessage()).isTrue();
			assertThat(application.output()).filteredOn((line) -> line.matches(MESSAGE)).hasSize(1);
			assertThat(application.output())
				.filteredOn((line) -> line.matches(".*The proxy saw: CONNECT api\\.reach\\.test:\\d+"))
				.hasSize(1);
			assertThat(application.output()).anyMatch((line) -> line
				.matches(".*Requests to https://api\\.reach\\.test:\\d+ go .*http://127\\.0\\.0\\.1:\\d+.*"));
		}
	}

	@Test
	void saysWhatToSetWhenLiveWithoutCredentials() throws Exception {
		try (PackagedApplication application = PackagedApplication.start(this.directory, Map.of(), List.of(),
				"--spring.profiles.active=live")) {
			assertThat(application.awaitExit()).isEqualTo(1);
			assertThat(String.join("\n", application.output()))
				.contains("The Reach client has no API user and no API key")
				.contains("REACH_TALKYLABS_API_USER", "REACH_TALKYLABS_API_KEY", "reach.api-user", "reach.api-key");
		}
	}

}
