package dev.reach.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderFields}: headers that are kept in it do what Spring's own do.
 */
class HeaderFieldsTests {

	private static final String[] NAMES = { "Accept", "ACCEPT", "accept", "X-A", "x-a", "X-B", "Content-Type", "X-1",
			"X-2", "X-3", "X-4", "X-5", "X-6", "X-7", "X-8", "X-9", "Host" };

	private static final List<Consumer<HttpHeaders>> CHANGES = List.of((headers) -> headers.add("X-A", "2"),
			(headers) -> headers.set("X-A", "2"), (headers) -> headers.remove("X-A"), HttpHeaders::clear,
			(headers) -> headers.put("X-A", new ArrayList<>()), (headers) -> headers.addAll("X-A", List.of("2")),
			(headers) -> headers.setAll(Map.of("X-A", "2")), (headers) -> headers.setContentLength(1),
			(headers) -> Objects.requireNonNull(headers.get("X-A")).add("2"),
			(headers) -> headers.headerNames().remove("X-A"), (headers) -> headers.headerSet().clear(),
			(headers) -> headers.headerSet().iterator().next().setValue(new ArrayList<>()));

	@Property(tries = 2000)
	void whateverIsDoneTheyAreAsThoseOfSpring(@ForAll Random random) {
		HeaderFields fields = new HeaderFields();
		HttpHeaders headers = new FieldHeaders(fields);
		HttpHeaders expected = new HttpHeaders();
		for (int step = 0; step < 40; step++) {
			long seed = random.nextLong();
			change(headers, new Random(seed));
			change(expected, new Random(seed));
			assertSame(headers, expected);
			if (random.nextInt(8) == 0) {
				fields = fields.copy();
				headers = new FieldHeaders(fields);
			}
		}
	}

	private static void change(HttpHeaders headers, Random random) {
		String name = NAMES[random.nextInt(NAMES.length)];
		String value = String.valueOf(random.nextInt(100));
		switch (random.nextInt(8)) {
			case 0, 1 -> headers.add(name, value);
			case 2, 3 -> headers.set(name, value);
			case 4 -> headers.remove(name);
			case 5 -> headers.addAll(name, List.of(value, value));
			case 6 -> headers.put(name, new ArrayList<>(List.of("1", value)));
			default -> headers.setAll(Map.of(name, value));
		}
	}

	private static void assertSame(HttpHeaders headers, HttpHeaders expected) {
		assertThat(headers.size()).isEqualTo(expected.size());
		assertThat(headers.isEmpty()).isEqualTo(expected.isEmpty());
		for (String name : NAMES) {
			assertThat(headers.get(name)).isEqualTo(expected.get(name));
			assertThat(headers.getFirst(name)).isEqualTo(expected.getFirst(name));
			assertThat(headers.containsHeader(name)).isEqualTo(expected.containsHeader(name));
		}
		assertThat(lowerCase(headers)).containsExactlyInAnyOrderElementsOf(lowerCase(expected));
		assertThat(headers.headerNames()).hasSameSizeAs(expected.headerNames());
		assertThat(headers.toSingleValueMap()).hasSameSizeAs(expected.toSingleValueMap());
		assertThat(headers).isEqualTo(expected);
		HttpHeaders readOnly = HeaderFields.readOnly(headers);
		assertThat(readOnly).isEqualTo(expected);
		assertThat(lowerCase(readOnly)).containsExactlyInAnyOrderElementsOf(lowerCase(expected));
	}

	private static List<String> lowerCase(HttpHeaders headers) {
		List<String> lines = new ArrayList<>();
		headers.forEach((name, values) -> lines.add(name.toLowerCase(Locale.ROOT) + ": " + values));
		return lines;
	}

	@Test
	void copiesAreIndependentInTheirValuesToo() {
		HeaderFields fields = new HeaderFields();
		fields.add("X-A", "1");
		HeaderFields copy = fields.copy();
		copy.add("x-a", "2");
		copy.add("X-B", "3");
		fields.set("X-C", "4");
		assertThat(fields).hasToString("{X-A=[1], X-C=[4]}");
		assertThat(copy).hasToString("{X-A=[1, 2], X-B=[3]}");
	}

	@Test
	void headersCanBeRemovedWhileTheyAreRead() {
		HttpHeaders headers = HeaderFields.newHeaders();
		headers.add("X-A", "1");
		headers.add("X-B", "2");
		headers.add("X-C", "3");
		List<String> seen = new ArrayList<>();
		headers.forEach((name, values) -> {
			headers.remove(name);
			headers.add(name + "-2", values.get(0));
			seen.add(name + values);
		});
		assertThat(seen).containsExactly("X-A[1]", "X-B[2]", "X-C[3]");
		assertThat(headers.headerNames()).containsExactly("X-A-2", "X-B-2", "X-C-2");
	}

	@Test
	void readOnlyHeadersAreAViewThatRefusesChanges() {
		HttpHeaders headers = HeaderFields.newHeaders();
		headers.add("X-A", "1");
		HttpHeaders readOnly = HeaderFields.readOnly(headers);
		assertThat(HeaderFields.readOnly(readOnly)).isSameAs(readOnly);
		headers.add("X-B", "2");
		assertThat(readOnly).hasToString("[X-A:\"1\", X-B:\"2\"]");
		readOnly.forEach((name, values) -> assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> values.add("3")));
		for (Consumer<HttpHeaders> change : CHANGES) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> change.accept(readOnly));
		}
		assertThat(headers).hasToString("[X-A:\"1\", X-B:\"2\"]");
	}

	@Test
	void entriesCanBeChangedAndRemovedWhileTheyAreRead() {
		HeaderFields fields = new HeaderFields();
		fields.setAll(Map.of("X-A", "1"));
		fields.set("X-B", "2");
		fields.set("X-C", "3");
		Iterator<Map.Entry<String, List<String>>> entries = fields.entrySet().iterator();
		entries.next().setValue(List.of("changed"));
		entries.next();
		entries.remove();
		assertThat(entries.next().getKey()).isEqualTo("X-C");
		assertThat(entries.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
		assertThat(fields).hasToString("{X-A=[changed], X-C=[3]}");
		assertThat(fields.keySet()).containsExactly("X-A", "X-C");
		assertThat(fields.keySet().remove("X-A")).isTrue();
		assertThat(fields).hasToString("{X-C=[3]}");
		fields.clear();
		assertThat(fields).isEmpty();
	}

}
