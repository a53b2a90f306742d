package dev.reach.error;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The concurrency or rate limit of the account is reached (429). The request was not
 * carried out.
 *
 * @since 0.1.0
 */
public class ReachTooManyRequestsException extends ReachApiException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachTooManyRequestsException(ErrorResponse response) {
		super(response);
		this.retryAfter = parse(response.headers());
	}

	/**
	 * Return how long the service asks to wait, from the header {@code Retry-After} of
	 * RFC 9110, section 10.2.3. A date is compared with the {@code Date} of the response.
	 * @return the time to wait, never negative, or {@code null} if the service did not
	 * say
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	private static @Nullable Duration parse(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		try {
			return value.chars().allMatch(Character::isDigit) ? Duration.ofSeconds(Long.parseLong(value))
					: between(headers.getFirst(HttpHeaders.DATE), value);
		}
		catch (NumberFormatException | DateTimeParseException ex) {
			return null;
		}
	}

	private static Duration between(@Nullable String start, String end) {
		Instant now = (start != null) ? instant(start) : Instant.now();
		Duration duration = Duration.between(now, instant(end));
		return duration.isNegative() ? Duration.ZERO : duration;
	}

	private static Instant instant(String httpDate) {
		return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
	}

}
