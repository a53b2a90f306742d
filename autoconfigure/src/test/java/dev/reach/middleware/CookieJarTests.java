package dev.reach.middleware;

import java.net.CookieManager;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CookieJar}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CookieJarTests {

	private static final String HTTPS = "https://www.example.test/a/b";

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final CookieStore store = new CookieManager().getCookieStore();

	private final CookieJar jar = new CookieJar(this.store, Clock.fixed(NOW, ZoneOffset.UTC));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a=b                                               | a=b
			a=b; Max-Age=10; Expires=Thu, 01 Jan 1970 0:0:0 x | a=b
			a=b, c=d; Max-Age=10                              | a=b, c=d
			a="b c"; Max-Age=10                               | a="b c"
			a=                                                | a=
			a=b=c                                             | a=b=c
			'  a = b  ; Path=/'                               | a=b
			a=b;;; odd; Priority=High; SameSite=None;=x       | a=b
			a=b; HttpOnly=yes; Version=1; Comment             | a=b
			a=b; Max-Age=ten                                  | a=b
			a=b; Max-Age=5; Max-Age=ten                       | a=b
			a=b; Max-Age=99999999999999999999999999           | a=b
			a=b; Expires=whenever                             | a=b
			a=b; Expires=Fri, 02-Jan-26 00:00:00 GMT          | a=b
			a=b; Expires=Wed, 31 Dec 2025 23:59:59 GMT        | ''
			a=b; Max-Age=0                                    | ''
			a=b; Max-Age=-1                                   | ''
			a=b; max-age=0; EXPIRES=Fri, 02 Jan 2026 00:00:00 | ''
			a                                                 | ''
			=b                                                | ''
			; a=b                                             | ''
			$a=b                                              | ''
			""")
	void cookieIsReadAsTheSpecificationSays(String header, String sent) {
		set(HTTPS, header);
		assertThat(sentTo(HTTPS)).isEqualTo(sent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=b\u0001", "a=\u00e4", "\u00e4=b", "a=b\u007f" })
	void cookieThatCouldNotBeReturnedIsIgnored(String header) {
		set(HTTPS, header);
		assertThat(this.store.getCookies()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			www.example.test |                   | www.example.test   | true
			www.example.test |                   | example.test       | false
			www.example.test |                   | x.www.example.test | false
			www.example.test |                   | api.example.test   | false
			www.example.test | example.test      | www.example.test   | true
			www.example.test | example.test      | example.test       | true
			www.example.test | example.test      | api.example.test   | true
			www.example.test | .Example.TEST     | x.api.example.test | true
			www.example.test | example.test      | badexample.test    | false
			www.example.test | www.example.test  | x.www.example.test | true
			www.example.test | www.example.test  | example.test       | false
			www.example.test | api.example.test  | api.example.test   | false
			www.example.test | api.example.test  | www.example.test   | false
			example.test     | www.example.test  | www.example.test   | false
			www.example.test | test              | www.example.test   | false
			www.example.test | .test             | other.test         | false
			www.example.test | ample.test        | www.example.test   | false
			badexample.test  | example.test      | example.test       | false
			localhost        | localhost         | localhost          | true
			localhost        |                   | localhost          | true
			localhost        | localhost         | x.localhost        | false
			x.localhost      | localhost         | x.localhost        | false
			127.0.0.1        |                   | 127.0.0.1          | true
			127.0.0.1        | 127.0.0.1         | 127.0.0.1          | true
			127.0.0.1        | 0.0.1             | 127.0.0.1          | false
			127.0.0.1        | 0.0.1             | 1.0.0.1            | false
			[::1]            |                   | [::1]              | true
			[::1]            | [::1]             | [::1]              | true
			[::1]            |                   | [::2]              | false
			""")
	void domain(String host, String domain, String target, boolean sent) {
		set("https://" + host + "/", "a=b" + ((domain != null) ? "; Domain=" + domain : ""));
		assertThat(sentTo("https://" + target + "/")).isEqualTo(sent ? "a=b" : "");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/a/b  |         | /a      | true
			/a/b  |         | /a/     | true
			/a/b  |         | /a/x/y  | true
			/a/b  |         | /ab     | false
			/a/b  |         | /       | false
			/a/b/ |         | /a/b    | true
			/a/b/ |         | /a      | false
			/a    |         | /x      | true
			''    |         | /x      | true
			/a/b  | /       | /x      | true
			/a/b  | /a      | /a      | true
			/a/b  | /a      | /ab     | false
			/a/b  | /a      | /a?x    | true
			/a/b  | /a/     | /a      | false
			/a/b  | /a/     | /a/x    | true
			/a/b  | x       | /a/x    | true
			/a/b  | x       | /x      | false
			/a/b  | /other  | /other  | true
			/a/b  | /A      | /a      | false
			""")
	void path(String request, String path, String target, boolean sent) {
		set("https://www.example.test" + request, "a=b" + ((path != null) ? "; Path=" + path : ""));
		assertThat(sentTo("https://www.example.test" + target)).isEqualTo(sent ? "a=b" : "");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https | a=b; Secure                                    | https | true
			https | a=b; Secure                                    | http  | false
			http  | a=b; Secure                                    | https | false
			http  | a=b                                            | https | true
			https | a=b                                            | http  | true
			https | __Secure-a=b; Secure                           | https | true
			https | __Secure-a=b                                   | https | false
			http  | __Secure-a=b; Secure                           | https | false
			https | __Host-a=b; Secure; Path=/                     | https | true
			https | __Host-a=b; Path=/                             | https | false
			https | __Host-a=b; Secure                             | https | false
			https | __host-a=b; Secure; Path=/a                    | https | false
			https | __Host-a=b; Secure; Path=/; Domain=example.test | https | false
			""")
	void secureAndPrefixes(String from, String header, String to, boolean sent) {
		set(from + "://www.example.test/", header);
		assertThat(sentTo(to + "://www.example.test/")).isEqualTo(sent ? header.replaceAll(";.*", "") : "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=evil", "a=evil; Domain=example.test", "a=evil; Path=/a/b", "a=; Max-Age=0" })
	void plainHttpCannotHideASecureCookie(String header) {
		set(HTTPS, "a=b; Secure; Path=/a");
		set("http://www.example.test/a/b", header);
		assertThat(sentTo(HTTPS)).isEqualTo("a=b");
		assertThat(sentTo("http://www.example.test/a/b")).isEmpty();
	}

	@Test
	void longerPathsComeFirstThenOlderCookies() {
		set(HTTPS, "root1=1; Path=/", "a=2; Path=/a", "root2=3; Path=/; Domain=example.test", "ab=4; Path=/a/b",
				"root3=5; Path=/");
		assertThat(sentTo(HTTPS)).isEqualTo("ab=4; a=2; root1=1; root2=3; root3=5");
	}

	@Test
	void cookieOfTheSameNameDomainAndPathIsReplaced() {
		set(HTTPS, "a=1", "a=2; Path=/", "a=3");
		assertThat(sentTo(HTTPS)).isEqualTo("a=3; a=2");
		set(HTTPS, "a=; Max-Age=0");
		assertThat(sentTo(HTTPS)).isEqualTo("a=2");
	}

	@Test
	void cookiesOfTwoHostsAreNotMixedUp() {
		set("https://one.example.test/", "a=1");
		set("https://two.example.test/", "a=2");
		assertThat(sentTo("https://one.example.test/")).isEqualTo("a=1");
		set("https://one.example.test/", "a=; Max-Age=0");
		assertThat(sentTo("https://one.example.test/")).isEmpty();
		assertThat(sentTo("https://two.example.test/")).isEqualTo("a=2");
	}

	@Test
	void cookiesOfTheRequestComeFirstAndWin() {
		set(HTTPS, "a=jar", "b=jar");
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, HTTPS)
			.header("Cookie", "x=1; a=own")
			.build();
		assertThat(this.jar.applyTo(request).headers().get("Cookie")).containsExactly("x=1; a=own; b=jar");
	}

	@Test
	void expiredCookieIsNotSentWhateverTheStoreSays() {
		HttpCookie expired = new HttpCookie("a", "b");
		expired.setMaxAge(0);
		CookieStore careless = new StubCookieStore(() -> List.of(expired));
		assertThat(new CookieJar(careless).valueFor(URI.create(HTTPS))).isEmpty();
	}

	@Test
	void cookieOfAnotherHostIsNotSentWhateverTheStoreSays() {
		HttpCookie other = new HttpCookie("a", "b");
		other.setDomain("other.test");
		other.setPath("/");
		CookieStore careless = new StubCookieStore(() -> List.of(other));
		assertThat(new CookieJar(careless).valueFor(URI.create(HTTPS))).isEmpty();
	}

	@Test
	void secureCookieIsNotSentInClearWhateverTheStoreSays() {
		HttpCookie secure = new HttpCookie("a", "b");
		secure.setSecure(true);
		CookieJar careless = new CookieJar(new StubCookieStore(() -> List.of(secure)));
		assertThat(careless.valueFor(URI.create("http://www.example.test/"))).isEmpty();
		assertThat(careless.valueFor(URI.create("https://www.example.test/"))).isEqualTo("a=b");
	}

	@Test
	void cookieThatTheApplicationPutsIntoTheStoreIsSentToItsHost() {
		this.store.add(URI.create("https://www.example.test"), new HttpCookie("a", "b"));
		assertThat(sentTo(HTTPS)).isEqualTo("a=b");
		assertThat(sentTo("https://other.test/")).isEmpty();
	}

	@Test
	void sizeIsLimited() {
		set(HTTPS, "a=" + "x".repeat(4095));
		assertThat(this.store.getCookies()).hasSize(1);
		set(HTTPS, "b=" + "x".repeat(4096));
		assertThat(this.store.getCookies()).extracting(HttpCookie::getName).containsExactly("a");
	}

	@Test
	void numberPerDomainIsLimitedAndTheOldestGoes() {
		for (int index = 0; index < 60; index++) {
			set(HTTPS, "a" + index + "=b");
		}
		set("https://api.example.test/", "other=1");
		assertThat(this.store.getCookies()).hasSize(51)
			.extracting(HttpCookie::getName)
			.startsWith("a10", "a11")
			.endsWith("a59", "other");
	}

	@Test
	void numberOfAllIsLimited() {
		for (int index = 0; index < 3010; index++) {
			set("https://h%d.example.test/".formatted(index), "a=b");
		}
		assertThat(this.store.getCookies()).hasSize(3000);
		assertThat(sentTo("https://h9.example.test/")).isEmpty();
		assertThat(sentTo("https://h10.example.test/")).isEqualTo("a=b");
	}

	@Test
	void withoutAStoreNothingIsKept() {
		CookieJar none = new CookieJar(null);
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, HTTPS).build();
		none.take(URI.create(HTTPS), response("a=b"));
		assertThat(none.applyTo(request)).isSameAs(request);
		assertThat(none.valueFor(URI.create(HTTPS))).isEmpty();
	}

	@Test
	void storeThatFailsDoesNotCostTheResponse(CapturedOutput output) {
		CookieJar failing = new CookieJar(new StubCookieStore(() -> {
			throw new IllegalStateException("canary");
		}));
		failing.take(URI.create(HTTPS), response("a=canary"));
		assertThat(output).contains("The CookieStore did not take a cookie of www.example.test")
			.doesNotContain("canary");
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> failing.valueFor(URI.create(HTTPS)))
			.withMessage("The CookieStore failed with java.lang.IllegalStateException when asked for the cookies of "
					+ "www.example.test");
	}

	private void set(String uri, String... headers) {
		this.jar.take(URI.create(uri), response(headers));
	}

	private String sentTo(String uri) {
		return this.jar.valueFor(URI.create(uri));
	}

	private static ReachHttpResponse response(String... cookies) {
		HttpHeaders headers = new HttpHeaders();
		headers.put(HttpHeaders.SET_COOKIE, List.of(cookies));
		return ReachHttpResponse.of(200, headers, new byte[0]);
	}

}
