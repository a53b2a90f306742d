package dev.reach.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimestampDeserializer}: it reads what Jackson reads, and refuses what
 * Jackson refuses.
 */
class TimestampDeserializerTests {

	private static final long YEAR_0 = -62_167_219_200_000L;

	private static final long YEAR_10000 = 253_402_300_800_000L;

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final JsonMapper ours = PayloadMapper.create();

	private final JsonMapper jackson = JsonMapper.shared();

	@Property(tries = 2000)
	void aTimestampIsTheInstantItNames(@ForAll @LongRange(min = YEAR_0, max = YEAR_10000 - 1) long millis) {
		Instant instant = Instant.ofEpochMilli(millis);
		assertThat(this.ours.readValue('"' + FORMAT.format(instant) + '"', Instant.class)).isEqualTo(instant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"2016-08-29T09:12:33.001Z\"", "\"2016-02-29T00:00:00.000Z\"",
			"\"2015-02-29T00:00:00.000Z\"", "\"2016-13-01T00:00:00.000Z\"", "\"2016-12-31T24:00:00.000Z\"",
			"\"2016-12-31T23:59:60.000Z\"", "\"2016-12-31T23:59:61.000Z\"", "\"2016-08-29T09:12:33Z\"",
			"\"2016-08-29T09:12:33.123456789Z\"", "\"2016-08-29T09:12:33.001+0100\"",
			"\"2016-08-29T09:12:33.001+01:00\"", "\"+016-08-29T09:12:33.001Z\"", "\"2016-08-29 09:12:33.001Z\"",
			"\"2016-08-29T09:12:33.001z\"", "\"2016-08-29T09:12:33,001Z\"", "\"٢٠١٦-08-29T09:12:33.001Z\"", "\"\"",
			"\"not a timestamp, not at al\"", "1472461953", "1472461953.001", "null", "true", "[]", "{}" })
	void anythingElseIsAsJacksonReadsIt(String json) {
		assertThat(read(this.ours, json)).isEqualTo(read(this.jackson, json));
	}

	private static Object read(JsonMapper mapper, String json) {
		try {
			return String.valueOf(mapper.readValue(json, Instant.class));
		}
		catch (JacksonException ex) {
			return ex.getClass();
		}
	}

}
