package dev.reach.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that three instances together keep one limit.
 */
@RequiresProgram(Program.REDIS)
class JointRateLimitTests {

	private static final List<String> INSTANCES = List.of("a", "b", "c");

	private static final int LIMIT = 20;

	private static final int PERIODS = 5;

	/**
	 * A period that the window cuts at both ends, and one whose calls arrive late. Three
	 * limits of their own would let through three times as many calls.
	 */
	private static final long SLACK = 2;

	private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

	private final List<Process> processes = new ArrayList<>();

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@AfterEach
	void stopInstances() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@Test
	void threeInstancesKeepOneLimit(@TempDir Path folder) throws IOException {
		this.server.setDispatcher(new CountingDispatcher());
		try (Redis redis = Redis.start(folder)) {
			for (String instance : INSTANCES) {
				this.processes.add(start(instance, redis, folder.resolve(instance + ".log")));
			}
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> INSTANCES.stream().allMatch((instance) -> sentBy(instance) >= LIMIT));
			assertThat(requestsIn(PERIODS)).isBetween(LIMIT * PERIODS * 7L / 10, LIMIT * (PERIODS + SLACK));
		}
	}

	private long requestsIn(int periods) {
		long start = System.nanoTime();
		long end = start + Duration.ofSeconds(periods).toNanos();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.arrivals.stream().anyMatch((arrival) -> arrival.nanoTime() > end));
		return this.arrivals.stream()
			.filter((arrival) -> arrival.nanoTime() > start && arrival.nanoTime() <= end)
			.count();
	}

	private long sentBy(String instance) {
		return this.arrivals.stream().filter((arrival) -> arrival.instance().equals(instance)).count();
	}

	private Process start(String instance, Redis redis, Path log) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				SendingInstance.class.getName()));
		Stream
			.of("reach.base-url=" + this.server.url("/"), "reach.api-user=user", "reach.api-key=key",
					"reach.headers.X-Instance=" + instance, "reach.rate-limit.enabled=true",
					"reach.rate-limit.backend=redis", "reach.rate-limit.limit-for-period=" + LIMIT,
					"reach.rate-limit.limit-refresh-period=1s", "reach.rate-limit.timeout-duration=30s",
					"reach.rate-limit.on-failure=deny", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + redis.port())
			.forEach((property) -> command.add("--" + property));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File(log.toString())).start();
	}

	private record Arrival(String instance, long nanoTime) {

	}

	private final class CountingDispatcher extends Dispatcher {

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			String instance = Objects.requireNonNull(request.getHeaders().get("X-Instance"));
			JointRateLimitTests.this.arrivals.add(new Arrival(instance, System.nanoTime()));
			return new MockResponse.Builder().build();
		}

	}

}
