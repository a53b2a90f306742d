package dev.reach.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FormContent}.
 */
class FormContentTests {

	@Property(tries = 2000)
	void anyTextIsEncodedAsTheJdkDoes(@ForAll String name, @ForAll String value) {
		assertThat(form(Map.of(name, List.of(value)))).isEqualTo(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
				+ URLEncoder.encode(value, StandardCharsets.UTF_8));
	}

	@Test
	void fieldsKeepTheirOrderAndEachOfTheirValues() {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		fields.put("b", List.of("1", "2 3"));
		fields.put("none", List.of());
		fields.put("a", List.of("\u00e9\ud83d\ude00~*-._"));
		assertThat(form(fields)).isEqualTo("b=1&b=2+3&a=%C3%A9%F0%9F%98%80%7E*-._");
	}

	private static String form(Map<String, List<String>> fields) {
		return new String(FormContent.of(fields), StandardCharsets.US_ASCII);
	}

}
