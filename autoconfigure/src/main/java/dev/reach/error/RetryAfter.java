package dev.reach.error;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * How long a response asks to wait before the request is repeated: {@code Retry-After} of
 * RFC 9110, section 10.2.3, in seconds or as a date in one of the three formats of
 * section 5.6.7, or else {@code RateLimit-Reset} in seconds, as in the drafts of the IETF
 * on rate limit headers.
 *
 * @since 0.1.0
 */
public final class RetryAfter {

	private static final String RATE_LIMIT_RESET = "RateLimit-Reset";

	private static final int MAX_DIGITS = 9;

	private static final List<DateTimeFormatter> HTTP_DATES = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
			rfc850(ZonedDateTime.now(ZoneOffset.UTC).getYear()),
			DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC));

	private RetryAfter() {
	}

	/**
	 * Return how long a response asks to wait.
	 * @param headers the headers of the response
	 * @param clock the clock a date is compared with if the response has no {@code Date}
	 * of its own
	 * @return the time, never negative, or {@code null} if the response does not say or
	 * cannot be understood
	 */
	public static @Nullable Duration of(HttpHeaders headers, Clock clock) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value != null) {
			Duration seconds = seconds(value.strip());
			return (seconds != null) ? seconds : until(value.strip(), headers.getFirst(HttpHeaders.DATE), clock);
		}
		String reset = headers.getFirst(RATE_LIMIT_RESET);
		return (reset != null) ? seconds(reset.strip()) : null;
	}

	private static @Nullable Duration seconds(String value) {
		boolean digits = !value.isEmpty() && value.length() <= MAX_DIGITS
				&& value.chars().allMatch((character) -> character >= '0' && character <= '9');
		return digits ? Duration.ofSeconds(Long.parseLong(value)) : null;
	}

	private static @Nullable Duration until(String date, @Nullable String sent, Clock clock) {
		Instant end = instant(date);
		if (end == null) {
			return null;
		}
		Instant start = (sent != null) ? instant(sent.strip()) : null;
		Duration duration = Duration.between((start != null) ? start : clock.instant(), end);
		return duration.isNegative() ? Duration.ZERO : duration;
	}

	private static @Nullable Instant instant(String date) {
		return HTTP_DATES.stream()
			.map((format) -> parse(format, date))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Instant parse(DateTimeFormatter format, String date) {
		try {
			return format.parse(date, Instant::from);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static DateTimeFormatter rfc850(int year) {
		return new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
			.appendValueReduced(ChronoField.YEAR, 2, 2, year - 49)
			.appendPattern(" HH:mm:ss 'GMT'")
			.toFormatter(Locale.ENGLISH)
			.withZone(ZoneOffset.UTC);
	}

}
