package dev.reach.http;

import java.time.Instant;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Makes the mapper for the payloads of the API. It is not the one of the application,
 * whose settings, such as a naming strategy, must not change what is sent and read.
 *
 * @since 0.1.0
 */
public final class PayloadMapper {

	private PayloadMapper() {
	}

	/**
	 * Create a mapper that ignores unknown properties and takes missing ones as
	 * {@code null}.
	 * @return a new mapper
	 */
	public static JsonMapper create() {
		return JsonMapper.builder()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
			.addModule(new SimpleModule().addDeserializer(Instant.class, new TimestampDeserializer()))
			.build();
	}

}
