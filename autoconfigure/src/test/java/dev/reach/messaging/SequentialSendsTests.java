package dev.reach.messaging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachRateLimitedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SequentialSends}.
 */
class SequentialSendsTests {

	private final List<String> sent = new ArrayList<>();

	private final List<SendMessage> messages = List.of(ManualSends.message(0), ManualSends.message(1),
			ManualSends.message(2));

	@Test
	void nothingIsSentBeforeTheStreamIsWalkedAndThenOneAfterTheOther() {
		Stream<SendOutcome> outcomes = SequentialSends.of(this.messages, this::send);
		assertThat(this.sent).isEmpty();
		Iterator<SendOutcome> walk = outcomes.iterator();
		assertThat(walk.next().index()).isZero();
		assertThat(this.sent).containsExactly("0");
		assertThat(walk.next().index()).isOne();
		assertThat(this.sent).containsExactly("0", "1");
	}

	@Test
	void countingTheOutcomesSendsToo() {
		assertThat(SequentialSends.of(this.messages, this::send).count()).isEqualTo(3);
		assertThat(this.sent).containsExactly("0", "1", "2");
	}

	@Test
	void aFailedSendIsAnOutcome() {
		Function<SendMessage, MessagingItem> send = (message) -> {
			if (message.body().equals("1")) {
				throw new ReachRateLimitedException("no room", null);
			}
			return send(message);
		};
		assertThat(SequentialSends.of(this.messages, send)).extracting(SendOutcome::index, SendOutcome::delivery)
			.containsExactly(tuple(0L, null), tuple(1L, Delivery.NOT_SENT), tuple(2L, null));
	}

	@Test
	void anInterruptedThreadSendsNoMore() {
		Iterator<SendOutcome> walk = SequentialSends.of(this.messages, this::send).iterator();
		walk.next();
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(ReachException.class).isThrownBy(walk::next)
				.withMessage("The calling thread was interrupted; the messages from index 1 on were not sent")
				.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.sent).containsExactly("0");
	}

	private MessagingItem send(SendMessage message) {
		this.sent.add(message.body());
		return ManualSends.item("MID" + message.body());
	}

}
