package dev.reach.gateway;

import java.net.URI;

import dev.reach.http.PathRewrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TargetPath}.
 */
class TargetPathTests {

	private static final PathRewrite REWRITE = new PathRewrite("/svc", "/v1");

	@ParameterizedTest
	@ValueSource(strings = { "/", "/x", "/x/", "/x//y", "/x/y?", "/x?a=1&a=2&b=&c", "/x?a=1+2&b=%2B", "/a%2Fb",
			"/a%2fb/c", "/a%3Fb", "/a%23b", "/a%25b", "/a%252Fb", "/%252e%252e/x", "/%E4%BD%A0", "/%C3%A9?%C3%A9",
			"/a%20b", "/a+b", "/a;x=1/b;y", "/...", "/.x", "/x.", "/..x", "/x..", "/.well-known/x", "/a:b@c",
			"/x?y=../..", "/x?y=//evil", "/x?http://evil.example/", "/x?y=%2e%2e%2f%00", "/a%5Cb", "/a~b!$&'()*,=",
			"/%7e" })
	void pathAndQueryStayAsTheyAreEncoded(String target) {
		assertThat(TargetPath.of(incoming(target), PathRewrite.NONE)).hasToString(target);
		assertThat(TargetPath.of(URI.create(target), PathRewrite.NONE)).hasToString(target);
		String below = target.startsWith("/?") ? target.substring(1) : target;
		assertThat(TargetPath.of(incoming("/svc" + below), REWRITE)).hasToString("/v1" + below);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/svc,               /v1
			/svc/,              /v1/
			/svc?x=/svc,        /v1?x=/svc
			/svc/echo/svc/x,    /v1/echo/svc/x
			/svc//x,            /v1//x
			/svc/a%2Fb?c=%2F,   /v1/a%2Fb?c=%2F
			/svcmore,           /svcmore
			/other/svc,         /other/svc
			/,                  /
			/SVC,               /SVC
			""")
	void theBeginningOfThePathIsReplaced(String target, String expected) {
		assertThat(TargetPath.of(incoming(target), REWRITE)).hasToString(expected);
	}

	@Test
	void anEmptyPathIsTheRoot() {
		assertThat(TargetPath.of(URI.create("http://a.example"), PathRewrite.NONE)).hasToString("/");
		assertThat(TargetPath.of(URI.create("http://a.example?x=1"), PathRewrite.NONE)).hasToString("/?x=1");
		assertThat(TargetPath.of(URI.create("http://[::1]:80?"), PathRewrite.NONE)).hasToString("/?");
	}

	@Test
	void theRewriteMayLeadToTheRoot() {
		PathRewrite rewrite = new PathRewrite("/svc", "/");
		assertThat(TargetPath.of(incoming("/svc"), rewrite)).hasToString("/");
		assertThat(TargetPath.of(incoming("/svc/x"), rewrite)).hasToString("/x");
		assertRefused("/svc//evil.example/x", rewrite);
		assertRefused("/svc///x", rewrite);
		assertRefused("/svc/%2Fevil.example/x", rewrite);
		assertRefused("/svc/;x/evil.example", rewrite);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/..", "/.", "/x/..", "/x/.", "/x/../y", "/x/./y", "/../x", "/./x", "/x/../", "/%2e%2e/x",
			"/.%2E/x", "/%2E./x", "/%2e/x", "/..;/x", "/..;x=1/y", "/.;x/y", "/%2e%2e;x=1/y", "/..%3Bx/y",
			"/x%2f..%2fy", "/x%2F%2e%2e/y", "/x/..%2fy", "/x/%2e%2e%2fy", "/..%5Cx", "/%5c..%5c", "/x%5c..%5Cy",
			"/x%5C%2e%2E", "/x/.%2f", "/x;y/..;z/w" })
	void dotSegmentsAreRefused(String target) {
		assertRefused(target, PathRewrite.NONE);
		assertRefused("/svc" + target, REWRITE);
		assertRefused("/svc" + target + "?x=1", new PathRewrite("/svc", "/"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%00", "/x%00y", "/x%0d%0aX:y", "/x%0A", "/%7f", "/%1f", "/x%09", "/%c0%ae%c0%ae/x",
			"/x%C0%AF..", "/%c1%9c", "/%e0%80%ae/", "/%f0%80%80%ae/" })
	void controlCharactersAndHiddenOnesAreRefused(String target) {
		assertRefused(target, PathRewrite.NONE);
		assertRefused("/svc" + target, REWRITE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example/x", "//", "///x", "/%2Fevil.example/x", "/%5Cevil.example/x", "/%5c/x",
			"/;x/evil.example" })
	void twoSlashesAtTheBeginningAreRefused(String target) {
		assertRefused(target, PathRewrite.NONE);
		assertRefused(target, REWRITE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%73vc/x", "/s%76c", "/sv%63/", "/svc%2Fx", "/svc%5Cx", "/svc;x=1/y", "/svc;/y",
			"/%73%76%63?x", "/svc%3Bx/y" })
	void aBeginningThatIsEncodedDoesNotEvadeTheRewrite(String target) {
		assertRefused(target, REWRITE);
		assertThat(TargetPath.of(incoming(target), PathRewrite.NONE)).hasToString(target);
	}

	@Test
	void aBeginningWithSeveralSegmentsIsNotEvaded() {
		PathRewrite rewrite = new PathRewrite("/a%20b/c", "/v1");
		assertThat(TargetPath.of(incoming("/a%20b/c/d"), rewrite)).hasToString("/v1/d");
		assertRefused("/a%20b%2Fc/d", rewrite);
		assertRefused("/%61%20b/c/d", rewrite);
		assertRefused("/a%20b/%63/d", rewrite);
		assertThat(TargetPath.of(incoming("/a%20b/d"), rewrite)).hasToString("/a%20b/d");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "*", "x", "evil.example:80", "mailto:x", "http://a.example:80*", "http://a.example:80@evil/",
					"http://a.example:80.evil/x", "http://user@a.example/", "http:/x", "//evil.example/x", "/x#y" })
	void whatIsNoPathIsRefused(String target) {
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> TargetPath.of(URI.create(target), PathRewrite.NONE));
	}

	@Test
	void aRefusalClosesTheConnectionAndShowsNothingOfThePath() {
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> TargetPath.of(incoming("/secret/../x"), PathRewrite.NONE))
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
				assertThat(ex.getHeaders().getFirst(HttpHeaders.CONNECTION)).isEqualTo("close");
				assertThat(ex.getMessage()).doesNotContain("secret");
			});
	}

	private static void assertRefused(String target, PathRewrite rewrite) {
		assertThatExceptionOfType(GatewayException.class).as(target)
			.isThrownBy(() -> TargetPath.of(incoming(target), rewrite))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST));
	}

	private static URI incoming(String target) {
		return URI.create("http://gateway.example:8080" + target);
	}

}
