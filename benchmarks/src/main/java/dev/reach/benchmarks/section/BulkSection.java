package dev.reach.benchmarks.section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.reach.benchmarks.client.Call;
import dev.reach.benchmarks.client.Contestants;
import dev.reach.benchmarks.client.Stub;
import dev.reach.benchmarks.load.Callers;
import dev.reach.benchmarks.process.Child;
import dev.reach.benchmarks.result.Limit;
import dev.reach.benchmarks.result.Row;
import dev.reach.benchmarks.result.Spread;
import dev.reach.messaging.BulkOptions;
import dev.reach.messaging.SendOutcome;

import org.springframework.util.Assert;

/**
 * Many messages: ours as it comes, the others in a loop of 64 threads. The others send
 * fewer messages, as their throughput does not depend on the number.
 */
public final class BulkSection implements Section {

	private static final String SECTION = "Many messages";

	private static final int THREADS = 64;

	// A quick run has the first compiler only, which leaves the many small methods of a
	// bulk apart: it has 0.66 to 0.75 then.
	private static final Limit LIMIT = Limit.atLeast(1.0).withQuickValue(0.5);

	private static final String PREPARED = "ours, 64 at a time from the start";

	@Override
	public void run(Settings settings, Consumer<Row> rows) throws Exception {
		int messages = settings.quick() ? 10_000 : 100_000;
		int others = messages / (settings.quick() ? 4 : 16);
		try (Child stub = Stub.start();
				Contestants contestants = Contestants.create(stub.url());
				Callers callers = Callers.platform(THREADS)) {
			BulkOptions prepared = BulkOptions.standard().withInitialConcurrency(THREADS);
			Map<String, Bulk> bulks = new LinkedHashMap<>();
			bulks.put(Contestants.OURS, (number) -> ours(contestants, BulkOptions.standard(), number));
			if (!settings.quick()) {
				bulks.put(PREPARED, (number) -> ours(contestants, prepared, number));
			}
			for (String name : List.of(Contestants.JDK, Contestants.TWILIO)) {
				bulks.put(name, (number) -> callers.send(contestants.blocking(name), number).perSecond());
			}
			report(messages, rates(bulks, messages, others, settings), rows);
		}
	}

	private static double ours(Contestants contestants, BulkOptions options, int messages) {
		long start = System.nanoTime();
		long sent;
		try (Stream<SendOutcome> outcomes = contestants.client()
			.messaging()
			.messagingItems()
			.sendAll(Collections.nCopies(messages, Call.MESSAGE), options)) {
			sent = outcomes.filter(SendOutcome::isSent).count();
		}
		Assert.state(sent == messages, () -> "Not all messages were sent");
		return messages * 1e9 / (System.nanoTime() - start);
	}

	private static Map<String, List<Double>> rates(Map<String, Bulk> bulks, int messages, int others, Settings settings)
			throws Exception {
		Map<String, List<Double>> rates = new LinkedHashMap<>();
		for (Map.Entry<String, Bulk> bulk : bulks.entrySet()) {
			bulk.getValue().perSecond(settings.quick() ? messages : messages / 4);
			rates.put(bulk.getKey(), new ArrayList<>());
		}
		List<String> order = new ArrayList<>(bulks.keySet());
		for (int round = 0; round < settings.rounds(); round++) {
			Collections.shuffle(order);
			for (String name : order) {
				int number = name.equals(Contestants.OURS) ? messages : others;
				Objects.requireNonNull(rates.get(name)).add(Objects.requireNonNull(bulks.get(name)).perSecond(number));
			}
		}
		return rates;
	}

	private static void report(int messages, Map<String, List<Double>> rates, Consumer<Row> rows) {
		List<Double> jdk = Objects.requireNonNull(rates.get(Contestants.JDK));
		List<Double> twilio = Objects.requireNonNull(rates.get(Contestants.TWILIO));
		for (String name : rates.keySet()) {
			if (!name.startsWith(Contestants.OURS)) {
				continue;
			}
			List<Double> ours = Objects.requireNonNull(rates.get(name));
			List<Double> ratios = new ArrayList<>();
			for (int round = 0; round < ours.size(); round++) {
				ratios.add(ours.get(round) / Math.max(jdk.get(round), twilio.get(round)));
			}
			rows.accept(new Row(SECTION, String.format(Locale.ROOT, "bulk send of %,d messages", messages), name,
					"the best of twilio-java and JDK HttpClient with 64 threads", ratios)
				.withLimit(name.equals(Contestants.OURS) ? LIMIT : null)
				.withAid(String.format(Locale.ROOT, "%.0f beside JDK HttpClient %.0f, twilio-java %.0f per second",
						Spread.of(ours).median(), Spread.of(jdk).median(), Spread.of(twilio).median())));
		}
	}

	/**
	 * Sends messages and returns how many it did per second.
	 */
	@FunctionalInterface
	private interface Bulk {

		double perSecond(int number) throws Exception;

	}

}
