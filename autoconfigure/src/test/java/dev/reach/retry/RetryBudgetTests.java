package dev.reach.retry;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryBudget}.
 */
class RetryBudgetTests {

	@Test
	void standardPaysForAHundredRetriesWithoutASuccess() {
		RetryBudget budget = RetryBudget.standard();
		assertThat(IntStream.range(0, 200).filter((retry) -> budget.tryTake()).count()).isEqualTo(100);
		assertThat(budget.available()).isZero();
	}

	@Test
	void fiveSuccessesPayForARetry() {
		RetryBudget budget = new RetryBudget(5, 5, 1);
		assertThat(budget.tryTake()).isTrue();
		IntStream.range(0, 4).forEach((success) -> budget.refund());
		assertThat(budget.tryTake()).isFalse();
		budget.refund();
		assertThat(budget.tryTake()).isTrue();
	}

	@Test
	void neverHoldsMoreThanItsCapacity() {
		RetryBudget budget = new RetryBudget(10, 5, 3);
		assertThat(budget.tryTake()).isTrue();
		budget.refund();
		budget.refund();
		assertThat(budget.available()).isEqualTo(10).isEqualTo(budget.capacity());
	}

	@Test
	void noTokenIsLostOrMadeByManyThreads() {
		RetryBudget budget = new RetryBudget(100_000, 5, 1);
		long taken = IntStream.range(0, 30_000).parallel().filter((retry) -> budget.tryTake()).count();
		assertThat(taken).isEqualTo(20_000);
		IntStream.range(0, 70_000).parallel().forEach((success) -> budget.refund());
		assertThat(budget).hasToString("70000 of 100000 retry tokens");
	}

	@Test
	void negativeValuesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(-1, 5, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(1, -5, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(1, 5, -1));
	}

}
