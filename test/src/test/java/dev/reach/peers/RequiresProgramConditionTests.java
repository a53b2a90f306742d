package dev.reach.peers;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RequiresProgramCondition}.
 */
class RequiresProgramConditionTests {

	@Test
	void runsWhenAllAreInstalled() {
		assertThat(RequiresProgramCondition.evaluate(List.of(), true).isDisabled()).isFalse();
		assertThat(RequiresProgramCondition.evaluate(List.of(), false).isDisabled()).isFalse();
	}

	@Test
	void skipsWithTheNameOfWhatIsMissing() {
		assertThat(RequiresProgramCondition.evaluate(List.of(Program.SQUID), false)).satisfies((result) -> {
			assertThat(result.isDisabled()).isTrue();
			assertThat(result.getReason()).hasValue("squid is not installed");
		});
	}

	@Test
	void failsWhenTheProgramsAreRequired() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RequiresProgramCondition.evaluate(List.of(Program.DANTED), true))
			.withMessage("danted is not installed, and reach.test.real-peers=required");
	}

}
