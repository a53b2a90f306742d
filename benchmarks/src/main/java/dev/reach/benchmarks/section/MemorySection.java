package dev.reach.benchmarks.section;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.benchmarks.client.Call;
import dev.reach.benchmarks.client.ReachApplication;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Limit;
import dev.reach.benchmarks.result.Row;
import dev.reach.messaging.SendOutcome;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;

/**
 * The heap while a million messages are sent: in a small JVM, after a collection.
 */
public final class MemorySection implements Section {

	private static final int MESSAGES = 1_000_000;

	private final Map<Long, Double> heaps = new LinkedHashMap<>();

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		long start = System.nanoTime();
		try (Child stub = Stub.start();
				ConfigurableApplicationContext context = ReachApplication.start(stub.url(), List.of());
				Stream<SendOutcome> outcomes = context.getBean(ReachClient.class)
					.messaging()
					.messagingItems()
					.sendAll(Collections.nCopies(MESSAGES, Call.MESSAGE))) {
			long[] sent = new long[1];
			outcomes.forEach((outcome) -> {
				Assert.state(outcome.isSent(), "A message was not sent");
				watch(++sent[0]);
			});
			Assert.state(sent[0] == MESSAGES, "Not all messages were sent");
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		double first = Objects.requireNonNull(this.heaps.get(10L));
		for (long percent : List.of(50L, 100L)) {
			double heap = Objects.requireNonNull(this.heaps.get(percent));
			rows.accept(new Row("Many messages",
					String.format(Locale.ROOT, "heap during a bulk send of %,d messages", MESSAGES), percent + " %",
					"that at 10 %", List.of(heap / first))
				.withLimit(Limit.atMost(1.1))
				.withAid(String.format(Locale.ROOT, "%.1f beside %.1f MiB, with a heap of %d MiB; %.0f per second",
						heap, first, Runtime.getRuntime().maxMemory() >> 20, MESSAGES / seconds)));
		}
	}

	private void watch(long sent) {
		if (sent == MESSAGES / 10 || sent == MESSAGES / 2 || sent == MESSAGES) {
			System.gc();
			long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			this.heaps.put(sent * 100 / MESSAGES, used / 1024.0 / 1024.0);
		}
	}

}
