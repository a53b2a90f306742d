package dev.reach.middleware;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.reach.middleware.Location.UnusableLocationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Location}.
 */
class LocationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x                   | http://host:1/a/x#f
			/x                  | http://host:1/x#f
			//other/x           | http://other/x#f
			https://other:2/x?y | https://other:2/x?y#f
			HTTPS://other/x     | https://other/x#f
			?z                  | http://host:1/a/b?z#f
			''                  | http://host:1/a/b?q#f
			x#own               | http://host:1/a/x#own
			x#                  | http://host:1/a/x#
			http://[::1]:3/x    | http://[::1]:3/x#f
			""")
	void isResolvedAgainstTheRequestAndInheritsItsFragment(String location, String target) throws Exception {
		assertThat(resolve(location, "http://host:1/a/b?q#f")).hasToString(target);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', textBlock = """
			/a b              ! /a%20b
			/a"<>\\^`{|}b     ! /a%22%3C%3E%5C%5E%60%7B%7C%7Db
			/%41%zz%          ! /%41%25zz%25
			/%c3%A4           ! /%c3%A4
			/x?a[0]=1&b={2} 3 ! /x?a[0]=1&b=%7B2%7D%203
			/x[0]             ! /x%5B0%5D
			/x#a b            ! /x#a%20b
			/x:y@z            ! /x:y@z
			\\\\evil/x         ! /%5C%5Cevil/x
			""")
	void whatCannotStandInAUriIsEncodedAndNothingElse(String location, String target) throws Exception {
		assertThat(resolve(location, "http://host/")).hasToString("http://host" + target);
	}

	@Test
	void bytesThatAreNoAsciiAreEncodedAsTheyCame() throws Exception {
		String utf8 = new String("/ä/漢".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		assertThat(resolve(utf8, "http://host/")).hasToString("http://host/%C3%A4/%E6%BC%A2");
		assertThat(resolve("/ä", "http://host/")).hasToString("http://host/%E4");
	}

	@Test
	void charactersThatAreNoBytesAreEncodedInUtf8() throws Exception {
		assertThat(resolve("/ä/漢", "http://host/")).hasToString("http://host/%C3%A4/%E6%BC%A2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ftp://host/x              | it is not an http or https address | ftp://host/x
			mailto:someone            | it is not an http or https address | mailto:someone
			javascript:alert(1)       | it is not an http or https address | javascript:alert(1)
			http:x                    | it has no host                     | http:x
			http:///x                 | it has no host                     | http:///x
			http://user@host/x        | it holds user information          |
			//user:secret@host/x      | it holds user information          |
			http://us er:secret@host/ | it is not a URI                    |
			http://ho st/             | it is not a URI                    |
			http://my_host/           | it has no host                     | http://my_host/
			http://host:99999/        | it has no valid port               | http://host:99999/
			http://host:x/            | it has no host                     | http://host:x/
			""")
	void unusable(String location, String reason, String target) {
		assertThatExceptionOfType(UnusableLocationException.class)
			.isThrownBy(() -> resolve(location, "http://host/a/b"))
			.withMessage(reason)
			.satisfies((ex) -> assertThat(ex.target()).isEqualTo((target != null) ? URI.create(target) : null));
	}

	private static URI resolve(String location, String base) throws UnusableLocationException {
		return new Location(location).resolveAgainst(URI.create(base));
	}

}
