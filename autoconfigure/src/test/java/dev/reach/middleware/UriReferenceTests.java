package dev.reach.middleware;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UriReference}.
 */
class UriReferenceTests {

	private static final UriReference BASE = UriReference.parse("http://a/b/c/d;p?q");

	@ParameterizedTest
	@CsvSource(textBlock = """
			g:h,     g:h
			g,       http://a/b/c/g
			./g,     http://a/b/c/g
			g/,      http://a/b/c/g/
			/g,      http://a/g
			//g,     http://g
			?y,      http://a/b/c/d;p?y
			g?y,     http://a/b/c/g?y
			'#s',    http://a/b/c/d;p?q#s
			g#s,     http://a/b/c/g#s
			g?y#s,   http://a/b/c/g?y#s
			;x,      http://a/b/c/;x
			g;x,     http://a/b/c/g;x
			g;x?y#s, http://a/b/c/g;x?y#s
			'',      http://a/b/c/d;p?q
			.,       http://a/b/c/
			./,      http://a/b/c/
			..,      http://a/b/
			../,     http://a/b/
			../g,    http://a/b/g
			../..,   http://a/
			../../,  http://a/
			../../g, http://a/g
			""")
	void normalExamplesOfTheSpecification(String reference, String target) {
		assertThat(UriReference.parse(reference).resolveAgainst(BASE)).hasToString(target);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			../../../g,    http://a/g
			../../../../g, http://a/g
			/./g,          http://a/g
			/../g,         http://a/g
			g.,            http://a/b/c/g.
			.g,            http://a/b/c/.g
			g..,           http://a/b/c/g..
			..g,           http://a/b/c/..g
			./../g,        http://a/b/g
			./g/.,         http://a/b/c/g/
			g/./h,         http://a/b/c/g/h
			g/../h,        http://a/b/c/h
			g;x=1/./y,     http://a/b/c/g;x=1/y
			g;x=1/../y,    http://a/b/c/y
			g?y/./x,       http://a/b/c/g?y/./x
			g?y/../x,      http://a/b/c/g?y/../x
			g#s/./x,       http://a/b/c/g#s/./x
			g#s/../x,      http://a/b/c/g#s/../x
			http:g,        http:g
			""")
	void abnormalExamplesOfTheSpecification(String reference, String target) {
		assertThat(UriReference.parse(reference).resolveAgainst(BASE)).hasToString(target);
	}

	@ParameterizedTest
	@CsvSource({ "g, http://a/g", "./g, http://a/g", "?y, http://a?y", "'', http://a", "../.., http://a/" })
	void baseWithoutAPath(String reference, String target) {
		assertThat(UriReference.parse(reference).resolveAgainst(UriReference.parse("http://a"))).hasToString(target);
	}

	@ParameterizedTest
	@CsvSource({ "/a//../b, http://a/a/b", "//h/../x, http://h/x", "http://h/a/../../x, http://h/x",
			"/a/b/c/./../../g, http://a/a/g", "/.., http://a/", "/., http://a/" })
	void dotSegments(String reference, String target) {
		assertThat(UriReference.parse(reference).resolveAgainst(BASE)).hasToString(target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "http://a", "http://a?", "http://a#", "http://a/?#", "//a:1/b", "1:2", "?", "#" })
	void textIsThatOfTheComponents(String text) {
		assertThat(UriReference.parse(text)).hasToString(text);
	}

}
