package dev.reach.messaging;

import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachRateLimitedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SendOutcome} and {@link BulkOptions}.
 */
class SendOutcomeTests {

	private static final SendMessage MESSAGE = SendMessage.builder("+15550100000", "ACME", "the text").build();

	@Test
	void aMessageThatWasSent() {
		SendOutcome outcome = new SendOutcome(3, MESSAGE, ManualSends.item("MID3"), null);
		assertThat(outcome.isSent()).isTrue();
		assertThat(outcome.delivery()).isNull();
		assertThat(outcome).hasToString("SendOutcome[index=3, MessagingItem[messageId=MID3, status=queued]]");
	}

	@Test
	void aMessageThatCertainlyWasNotSent() {
		SendOutcome outcome = new SendOutcome(4, MESSAGE, null, new ReachRateLimitedException("no room", null));
		assertThat(outcome.isSent()).isFalse();
		assertThat(outcome.delivery()).isEqualTo(Delivery.NOT_SENT);
		assertThat(outcome).hasToString("SendOutcome[index=4, ReachRateLimitedException, NOT_SENT]");
	}

	@Test
	void ofAnErrorOfAnotherKindNothingIsKnownAndItsTextIsNotShown() {
		SendOutcome outcome = new SendOutcome(5, MESSAGE, null,
				new IllegalStateException("failed for +15550100000: the text"));
		assertThat(outcome.delivery()).isEqualTo(Delivery.UNKNOWN);
		assertThat(outcome).hasToString("SendOutcome[index=5, IllegalStateException, UNKNOWN]");
	}

	@Test
	void anOutcomeIsEitherARecordOrAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SendOutcome(0, MESSAGE, null, null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SendOutcome(0, MESSAGE, ManualSends.item("MID"), new IllegalStateException()));
	}

	@Test
	void standardOptions() {
		assertThat(BulkOptions.standard()).isEqualTo(new BulkOptions(64, 16, 1));
		assertThat(BulkOptions.standard().withMaxConcurrency(8)).isEqualTo(new BulkOptions(8, 8, 1));
		assertThat(BulkOptions.standard().withMaxConcurrency(100)).isEqualTo(new BulkOptions(100, 16, 1));
		assertThat(BulkOptions.standard().withInitialConcurrency(2)).isEqualTo(new BulkOptions(64, 2, 1));
		assertThat(BulkOptions.standard().withMinConcurrency(4)).isEqualTo(new BulkOptions(64, 16, 4));
	}

	static Stream<int[]> impossible() {
		return Stream.of(new int[] { 0, 0, 0 }, new int[] { 4, 8, 1 }, new int[] { 8, 1, 2 }, new int[] { 8, 4, 0 });
	}

	@ParameterizedTest
	@MethodSource("impossible")
	void impossibleOptions(int[] numbers) {
		assertThatIllegalArgumentException().isThrownBy(() -> new BulkOptions(numbers[0], numbers[1], numbers[2]));
	}

}
