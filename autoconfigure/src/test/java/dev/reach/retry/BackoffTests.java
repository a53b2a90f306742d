package dev.reach.retry;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	@ParameterizedTest
	@CsvSource({ "0,0,200", "1,0,400", "2,0,800", "5,0,6400", "6,0,10000", "1000,0,10000", "0,0.25,150", "0,1,0",
			"6,0.5,5000", "1000,1,0" })
	void standardIsExponentialWithFullJitterUpToAMaximum(int retries, double random, long millis) {
		assertThat(Backoff.standard().pause(retries, random)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void jitterIsAShare() {
		Backoff backoff = new Backoff(Duration.ofMillis(100), 3, Duration.ofSeconds(1), 0.2);
		assertThat(backoff.pause(0, 0)).hasMillis(100);
		assertThat(backoff.pause(0, 1)).hasMillis(80);
		assertThat(backoff.pause(1, 0.5)).hasMillis(270);
	}

	@Test
	void valuesThatCannotWorkAreRefused() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, 2, second, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 0.9, second, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 2, Duration.ofMillis(999), 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 2, second, 1.1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 2, second, -0.1));
	}

}
