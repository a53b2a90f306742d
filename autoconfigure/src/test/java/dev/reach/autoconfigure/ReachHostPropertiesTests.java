package dev.reach.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.host.HostSelector;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the effect of {@code reach.base-urls} and what belongs to it on the wire.
 */
class ReachHostPropertiesTests {

	@StartStop
	public final MockWebServer one = new MockWebServer();

	@StartStop
	public final MockWebServer two = new MockWebServer();

	@ParameterizedTest
	@CsvSource({ "single,6,0", "round-robin,3,3", "fallback,6,0", "periodic,4,2" })
	void baseUrlsAndHostSelection(String selection, int atOne, int atTwo) {
		answer(this.one, 200);
		answer(this.two, 200);
		run(6, "reach.host-selection=" + selection, "reach.host-selection-period=4");
		assertThat(this.one.getRequestCount()).isEqualTo(atOne);
		assertThat(this.two.getRequestCount()).isEqualTo(atTwo);
	}

	@Test
	void randomSelectionUsesAll() {
		answer(this.one, 200);
		answer(this.two, 200);
		run(64, "reach.host-selection=random");
		assertThat(this.one.getRequestCount()).isPositive();
		assertThat(this.two.getRequestCount()).isPositive();
	}

	@Test
	void fallbackIsTheDefaultAndMovesOn() {
		answer(this.one, 503);
		answer(this.two, 200);
		run(4);
		assertThat(this.one.getRequestCount()).isEqualTo(1);
		assertThat(this.two.getRequestCount()).isEqualTo(4);
	}

	@Test
	void pathOfEachBaseUrlIsKept() throws InterruptedException {
		answer(this.one, 503);
		answer(this.two, 200);
		TestContexts.runner()
			.withPropertyValues("reach.api-user=user", "reach.api-key=key", "reach.base-urls[0]=" + this.one.url("/eu"),
					"reach.base-urls[1]=" + this.two.url("/us/v2/"))
			.run((context) -> context.getBean(ReachClient.class).http().get("/any?q=1"));
		assertThat(TestContexts.takeRequest(this.one).getTarget()).isEqualTo("/eu/any?q=1");
		RecordedRequest second = TestContexts.takeRequest(this.two);
		assertThat(second.getTarget()).isEqualTo("/us/v2/any?q=1");
		assertThat(second.getHeaders().get("ApiKey")).isEqualTo("key");
	}

	@ParameterizedTest
	@CsvSource({ "2,2", "5,5", ",6" })
	void maxTries(String maxTries, int requests) {
		answer(this.one, 500);
		answer(this.two, 500);
		run(1, (maxTries != null) ? "reach.max-tries=" + maxTries : "reach.enabled=true");
		assertThat(this.one.getRequestCount() + this.two.getRequestCount()).isEqualTo(requests);
	}

	@Test
	void connectionDetailsMayGiveSeveral() {
		answer(this.one, 503);
		answer(this.two, 200);
		TestContexts.runner()
			.withBean(ReachConnectionDetails.class, () -> new TwoHosts(uris(this.one, this.two)))
			.run((context) -> context.getBean(ReachClient.class).http().get("/any"));
		assertThat(this.two.getRequestCount()).isEqualTo(1);
	}

	@Test
	void ownSelectorReplacesTheDefault() {
		answer(this.two, 200);
		HostSelector second = (hosts, candidates) -> hosts.get(1);
		runner().withBean(HostSelector.class, () -> second)
			.run((context) -> context.getBean(ReachClient.class).http().get("/any"));
		assertThat(this.two.getRequestCount()).isEqualTo(1);
	}

	@Test
	void accountHasHostsOfItsOwn() {
		answer(this.one, 200);
		answer(this.two, 200);
		TestContexts.runner()
			.withPropertyValues(TestContexts.client(this.one))
			.withPropertyValues("reach.clients.other.base-urls=" + this.two.url("/"))
			.run((context) -> {
				context.getBean("otherReachClient", ReachClient.class).http().get("/any");
				assertThat(this.two.getRequestCount()).isEqualTo(1);
				context.getBean(ReachClient.class).http().get("/any");
				assertThat(this.one.getRequestCount()).isEqualTo(1);
			});
	}

	private void run(int calls, String... properties) {
		runner(properties).run((context) -> IntStream.range(0, calls)
			.forEach((call) -> context.getBean(ReachClient.class).http().get("/any")));
	}

	private ApplicationContextRunner runner(String... properties) {
		return TestContexts.runner()
			.withPropertyValues("reach.api-user=user", "reach.api-key=key", "reach.retry.backoff.initial=1ms",
					"reach.base-urls="
							+ uris(this.one, this.two).stream().map(URI::toString).collect(Collectors.joining(",")))
			.withPropertyValues(properties);
	}

	private static List<URI> uris(MockWebServer... servers) {
		return List.of(servers).stream().map((server) -> server.url("/").uri()).toList();
	}

	private static void answer(MockWebServer server, int status) {
		server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				return new MockResponse.Builder().code(status).build();
			}

		});
	}

	private record TwoHosts(List<URI> uris) implements ReachConnectionDetails {

		@Override
		public ReachCredentials getCredentials() {
			return new ReachCredentials("user", "key");
		}

		@Override
		public List<URI> getBaseUrls() {
			return this.uris;
		}

	}

}
