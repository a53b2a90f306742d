package dev.reach.messaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.reach.http.ReachHttpResponse;
import dev.reach.retry.Attempt;
import dev.reach.retry.AttemptListener;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/**
 * Sends that end when the test says so. A message is known by its text, which is its
 * position in the input.
 */
final class ManualSends implements Function<SendMessage, Mono<MessagingItem>> {

	private final Map<Integer, Sinks.One<MessagingItem>> underWay = new LinkedHashMap<>();

	private final Map<Integer, ContextView> contexts = new LinkedHashMap<>();

	private final List<Integer> cancelled = new ArrayList<>();

	static Flux<SendMessage> messages(int number) {
		return Flux.range(0, number).map(ManualSends::message);
	}

	static SendMessage message(int index) {
		return SendMessage.builder("+15550100000", "ACME", String.valueOf(index)).build();
	}

	static MessagingItem item(@Nullable String messageId) {
		return new MessagingItem(null, null, "the text", "+15550100000", null, null, null, null, null, null, messageId,
				MessageStatus.QUEUED, null, null, null, null, null, null);
	}

	@Override
	public Mono<MessagingItem> apply(SendMessage message) {
		int index = Integer.parseInt(message.body());
		return Mono.deferContextual((context) -> {
			Sinks.One<MessagingItem> end = Sinks.one();
			this.underWay.put(index, end);
			this.contexts.put(index, context);
			return end.asMono().doOnCancel(() -> {
				this.underWay.remove(index);
				this.cancelled.add(index);
			});
		});
	}

	List<Integer> underWay() {
		return List.copyOf(this.underWay.keySet());
	}

	List<Integer> cancelled() {
		return this.cancelled;
	}

	void succeed(int... indexes) {
		for (int index : indexes) {
			remove(index).tryEmitValue(item("MID" + index)).orThrow();
		}
	}

	void fail(int index, Throwable error) {
		remove(index).tryEmitError(error).orThrow();
	}

	void answer(int index, int status) {
		attempt(index, new Attempt(1, ReachHttpResponse.of(status), null));
	}

	void attempt(int index, Attempt attempt) {
		ContextView context = Objects.requireNonNull(this.contexts.get(index));
		context.get(AttemptListener.class).attempted(attempt, context);
	}

	private Sinks.One<MessagingItem> remove(int index) {
		return Objects.requireNonNull(this.underWay.remove(index));
	}

}
