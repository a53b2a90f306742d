package dev.reach.middleware;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the date of a cookie by the algorithm of RFC 6265, section 5.1.1, which takes all
 * forms that servers send.
 */
final class CookieDate {

	private static final Pattern DELIMITERS = Pattern.compile("[\\t\\x20-\\x2F\\x3B-\\x40\\x5B-\\x60\\x7B-\\x7E]+");

	private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\D.*)?", Pattern.DOTALL);

	private static final Pattern DAY = Pattern.compile("(\\d{1,2})(?:\\D.*)?", Pattern.DOTALL);

	private static final Pattern YEAR = Pattern.compile("(\\d{2,4})(?:\\D.*)?", Pattern.DOTALL);

	private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
			"oct", "nov", "dec");

	private @Nullable Matcher time;

	private @Nullable Integer day;

	private @Nullable Integer month;

	private @Nullable Integer year;

	private CookieDate() {
	}

	static @Nullable Instant parse(String text) {
		CookieDate date = new CookieDate();
		DELIMITERS.splitAsStream(text).forEach(date::take);
		return date.toInstant();
	}

	private void take(String token) {
		Matcher timeMatcher = TIME.matcher(token);
		Matcher dayMatcher = DAY.matcher(token);
		Matcher yearMatcher = YEAR.matcher(token);
		if (this.time == null && timeMatcher.matches()) {
			this.time = timeMatcher;
		}
		else if (this.day == null && dayMatcher.matches()) {
			this.day = Integer.valueOf(dayMatcher.group(1));
		}
		else if (this.month == null && monthOf(token) > 0) {
			this.month = monthOf(token);
		}
		else if (this.year == null && yearMatcher.matches()) {
			this.year = fullYear(Integer.parseInt(yearMatcher.group(1)));
		}
	}

	private static int monthOf(String token) {
		return (token.length() < 3) ? 0 : MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
	}

	private static int fullYear(int year) {
		if (year >= 70 && year <= 99) {
			return year + 1900;
		}
		return (year <= 69) ? year + 2000 : year;
	}

	private @Nullable Instant toInstant() {
		if (this.time == null || this.day == null || this.month == null || this.year == null || this.year < 1601) {
			return null;
		}
		try {
			return LocalDateTime
				.of(this.year, this.month, this.day, part(this.time, 1), part(this.time, 2), part(this.time, 3))
				.toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static int part(Matcher time, int group) {
		return Integer.parseInt(time.group(group));
	}

}
