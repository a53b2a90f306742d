package dev.reach;

import java.util.List;
import java.util.Map;

import dev.reach.error.ErrorBody;
import dev.reach.http.PayloadMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorBodyReader}.
 */
class ErrorBodyReaderTests {

	private final ErrorBodyReader reader = new ErrorBodyReader(PayloadMapper.create());

	@Test
	void readsAllProperties() {
		assertThat(this.reader.read("""
				{"status": 400, "errorCode": 20001, "errorMessage": "Bad", "more_info": "https://x",
				"errorDetails": {"foo": ["bar"]}, "unknown": 1}
				""")).isEqualTo(new ErrorBody(400, 20001, "Bad", "https://x", Map.of("foo", List.of("bar"))));
	}

	@Test
	void aPropertyOfAnotherTypeDoesNotHideTheOthers() {
		assertThat(this.reader.read("""
				{"status": {}, "errorCode": "20001", "errorMessage": 7, "more_info": [], "errorDetails": "none"}
				""")).isEqualTo(new ErrorBody(null, 20001, "7", null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "<html>", "null", "[]", "7", "{", "{}" })
	void whatIsNoFailureBodyIsEmpty(String text) {
		assertThat(this.reader.read(text)).isEqualTo(ErrorBody.EMPTY);
	}

}
