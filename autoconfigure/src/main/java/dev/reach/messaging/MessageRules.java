package dev.reach.messaging;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.reach.error.Violations;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the contract for a message, checked before it is sent.
 */
final class MessageRules {

	private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");

	private static final Pattern SENDER_NAME = Pattern.compile("[A-Za-z0-9]{1,11}");

	private static final Duration SHORTEST_LEAD = Duration.ofMinutes(15);

	private static final int MAX_SEGMENTS = 10;

	private MessageRules() {
	}

	static void check(SendMessage message, Violations violations, Clock clock) {
		violations
			.check("dest", message.dest(), isNumber(message.dest()), "must be an E.164 number such as +15558675310")
			.check("dest", message.dest(), !Objects.equals(message.dest(), message.src()), "must differ from 'src'")
			.check("src", message.src(), isNumber(message.src()) || isName(message.src()),
					"must be an E.164 number or 1 to 11 letters and digits");
		checkBody(message.body(), violations);
		violations
			.check("scheduledTime", null, isAhead(message.scheduledTime(), clock), "must be at least 15 minutes ahead")
			.check("statusCallback", text(message.statusCallback()), isCallback(message.statusCallback()),
					"must be an absolute http or https URL with a valid host name")
			.check("maxPrice", null, isPositive(message.maxPrice()), "must be more than zero")
			.checkRange("validityPeriod", message.validityPeriod(), 5, 14400);
	}

	private static void checkBody(@Nullable String body, Violations violations) {
		if (body == null || body.isBlank()) {
			violations.check("body", body, false, "must not be empty");
			return;
		}
		int segments = SmsSegments.of(body).segments();
		if (segments > MAX_SEGMENTS) {
			violations.check("body", body, false, "must have at most 10 segments, but has %d".formatted(segments));
		}
	}

	private static boolean isNumber(@Nullable String value) {
		return value != null && E164.matcher(value).matches();
	}

	private static boolean isName(@Nullable String value) {
		return value != null && SENDER_NAME.matcher(value).matches();
	}

	private static boolean isAhead(@Nullable Instant time, Clock clock) {
		return time == null || !time.isBefore(clock.instant().plus(SHORTEST_LEAD));
	}

	private static boolean isCallback(@Nullable URI uri) {
		return uri == null || (uri.getHost() != null
				&& ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme())));
	}

	private static boolean isPositive(@Nullable BigDecimal price) {
		return price == null || price.signum() > 0;
	}

	private static @Nullable String text(@Nullable URI uri) {
		return (uri != null) ? uri.toString() : null;
	}

}
