package dev.reach.middleware;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CookieDate}.
 */
class CookieDateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Sun, 06 Nov 1994 08:49:37 GMT         | 1994-11-06T08:49:37Z
			Sunday, 06-Nov-94 08:49:37 GMT        | 1994-11-06T08:49:37Z
			Sun Nov  6 08:49:37 1994              | 1994-11-06T08:49:37Z
			Wed, 09-Jun-2021 10:18:14 GMT         | 2021-06-09T10:18:14Z
			Wed, 09 Jun 21 10:18:14 GMT           | 2021-06-09T10:18:14Z
			09 Jun 69 1:2:3                       | 2069-06-09T01:02:03Z
			09 Jun 70 01:02:03                    | 1970-06-09T01:02:03Z
			1:2:3 2030 9 june                     | 2030-06-09T01:02:03Z
			Thu, 01 Jan 1970 00:00:00 GMT         | 1970-01-01T00:00:00Z
			Tue Jan 19 2038 03:14:07 GMT+0100 (X) | 2038-01-19T03:14:07Z
			9th Jun 2030 10:18:14.5               | 2030-06-09T10:18:14Z
			Fri, 31-Dec-9999 23:59:59 GMT         | 9999-12-31T23:59:59Z
			""")
	void formsOfServers(String text, Instant instant) {
		assertThat(CookieDate.parse(text)).isEqualTo(instant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "Session", "Sun, 06 Nov 1994", "06 Nov 08:49:37", "Nov 1994 08:49:37 GMT",
			"06 Xyz 1994 08:49:37", "30 Feb 2030 10:00:00", "32 Jan 2030 10:00:00", "01 Jan 1600 10:00:00",
			"01 Jan 2030 24:00:00", "01 Jan 2030 10:60:00", "01 Jan 2030 10:00:60", "01 Jan 2030 10:00",
			"01 Jan 20300 10:00:00" })
	void noDate(String text) {
		assertThat(CookieDate.parse(text)).isNull();
	}

}
