package dev.reach.error;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0                              | 0
			120                            | 120
			' 5 '                          | 5
			Sun, 06 Nov 1994 08:49:37 GMT  | 37
			Sunday, 06-Nov-94 08:49:37 GMT | 37
			Sun Nov  6 08:49:37 1994       | 37
			Sun, 06 Nov 1994 08:48:00 GMT  | 0
			""")
	void readsSecondsAndTheThreeDatesOfTheStandard(String value, long seconds) {
		assertThat(RetryAfter.of(headers(HttpHeaders.RETRY_AFTER, value), CLOCK))
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "1.5", "3.0", "1s", "soon", "99999999999999999999", "\u0661", "+5",
			"Sun, 06 Nov 1994", "Sun, 99 Nov 1994 08:49:37 GMT" })
	void whatCannotBeUnderstoodIsIgnored(String value) {
		assertThat(RetryAfter.of(headers(HttpHeaders.RETRY_AFTER, value), CLOCK)).isNull();
	}

	@Test
	void dateIsComparedWithTheOneOfTheResponse() {
		HttpHeaders headers = headers(HttpHeaders.RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT");
		headers.set(HttpHeaders.DATE, "Sun, 06 Nov 1994 08:49:30 GMT");
		assertThat(RetryAfter.of(headers, CLOCK)).hasSeconds(7);
	}

	@Test
	void dateOfTheResponseThatCannotBeUnderstoodIsIgnored() {
		HttpHeaders headers = headers(HttpHeaders.RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT");
		headers.set(HttpHeaders.DATE, "today");
		assertThat(RetryAfter.of(headers, CLOCK)).hasSeconds(37);
	}

	@Test
	void resetOfTheRateLimitIsReadIfThereIsNoRetryAfter() {
		assertThat(RetryAfter.of(headers("RateLimit-Reset", "50"), CLOCK)).hasSeconds(50);
		HttpHeaders both = headers("RateLimit-Reset", "50");
		both.set(HttpHeaders.RETRY_AFTER, "2");
		assertThat(RetryAfter.of(both, CLOCK)).hasSeconds(2);
	}

	@Test
	void nothingIsNothing() {
		assertThat(RetryAfter.of(new HttpHeaders(), CLOCK)).isNull();
	}

	@Property(tries = 200)
	void anyTextIsReadWithoutAFailure(@ForAll String value) {
		Duration read = RetryAfter.of(headers(HttpHeaders.RETRY_AFTER, value), CLOCK);
		assertThat(read == null || !read.isNegative()).isTrue();
	}

	@Property(tries = 200)
	void anyDateAheadIsRead(@ForAll @IntRange(max = 1_000_000) int seconds) {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME
			.format(ZonedDateTime.ofInstant(NOW.plusSeconds(seconds), ZoneOffset.UTC));
		assertThat(RetryAfter.of(headers(HttpHeaders.RETRY_AFTER, date), CLOCK)).hasSeconds(seconds);
	}

	private static HttpHeaders headers(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(name, value);
		return headers;
	}

}
