package dev.reach.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.reach.http.PathRewrite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardedHeaders}.
 */
class ForwardedHeadersTests {

	private static final URI PATH = URI.create("http://a/svc/x");

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void theCallerIsDescribed() throws Exception {
		apply(TrustedProxies.none(), caller("192.0.2.1", "a.example"));
		assertThat(this.headers.toSingleValueMap())
			.isEqualTo(Map.of("Forwarded", "for=192.0.2.1;host=a.example;proto=https", "X-Forwarded-For", "192.0.2.1",
					"X-Forwarded-Host", "a.example", "X-Forwarded-Proto", "https", "X-Forwarded-Port", "443"));
	}

	@Test
	void whatIsNoTokenIsQuoted() throws Exception {
		apply(TrustedProxies.none(), caller("2001:db8::1", "[::1]:8443"));
		assertThat(value("Forwarded")).isEqualTo("for=\"[2001:db8:0:0:0:0:0:1]\";host=\"[::1]:8443\";proto=https");
		assertThat(value("X-Forwarded-For")).isEqualTo("2001:db8:0:0:0:0:0:1");
		assertThat(value("X-Forwarded-Port")).isEqualTo("8443");
	}

	@Test
	void aCallerWithoutAddressAndHostIsUnknown() {
		apply(TrustedProxies.none(), new Caller(null, "http", "1.0", null));
		assertThat(this.headers.toSingleValueMap()).isEqualTo(Map.of("Forwarded", "for=unknown;proto=http",
				"X-Forwarded-For", "unknown", "X-Forwarded-Proto", "http", "X-Forwarded-Port", "80"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "x-forwarded-for", "X-FORWARDED-HOST", "X-Forwarded-User", "X_Forwarded_For",
			"X-Forwarded-Whatever", "X-Real-IP", "x-real_ip", "X-Original-URL", "X-Rewrite-URL", "True-Client-IP",
			"X-Client-Cert", "Client-Cert-Chain", "Remote-User", "Front-End-Https" })
	void otherCallersCannotSpeakForOthers(String name) throws Exception {
		this.headers.add(name, "evil");
		apply(TrustedProxies.none(), caller("192.0.2.1", "a.example"));
		assertThat(this.headers.headerNames()).hasSize(5);
		assertThat(this.headers.toString()).doesNotContain("evil");
		this.headers.clear();
		this.headers.add(name, "told");
		apply(TrustedProxies.of(List.of("192.0.2.0/24")), caller("192.0.2.1", "a.example"));
		assertThat(this.headers.toString()).as("of a trusted proxy").satisfies((all) -> {
			if (!name.equals("Forwarded")) {
				assertThat(all).contains("told");
			}
		});
	}

	@Test
	void trustedProxiesAreKeptAndAddedTo() throws Exception {
		this.headers.add("X-Forwarded-For", "198.51.100.7");
		this.headers.add("X-Forwarded-For", "10.0.0.2");
		this.headers.add("X-Forwarded-Host", "shop.example");
		this.headers.add("X-Forwarded-Proto", "https");
		this.headers.add("X-Forwarded-Prefix", "/shop");
		this.headers.add("Forwarded", "For=\"198.51.100.7:80\" , for=unknown;by=_x");
		apply(TrustedProxies.of(List.of("10.0.0.1")), new PathRewrite("/svc", "/"), caller("10.0.0.1", "inner"));
		assertThat(this.headers.toSingleValueMap())
			.isEqualTo(Map.of("X-Forwarded-For", "198.51.100.7, 10.0.0.2, 10.0.0.1", "X-Forwarded-Host", "shop.example",
					"X-Forwarded-Proto", "https", "X-Forwarded-Prefix", "/shop, /svc", "Forwarded",
					"for=\"198.51.100.7:80\", for=unknown;by=_x, for=10.0.0.1;host=inner;proto=https"));
	}

	@Test
	void theOldLanguageIsTranslatedIntoTheStandard() throws Exception {
		this.headers.add("X-Forwarded-For", "198.51.100.7, 2001:db8::9");
		this.headers.add("X-Forwarded-Host", "shop.example:8080");
		this.headers.add("X-Forwarded-Proto", "http");
		apply(TrustedProxies.of(List.of("10.0.0.1")), caller("10.0.0.1", "inner"));
		assertThat(value("Forwarded")).isEqualTo("for=198.51.100.7;host=\"shop.example:8080\";proto=http,"
				+ " for=\"[2001:db8::9]\", for=10.0.0.1;host=inner;proto=https");
	}

	@Test
	void theStandardIsTranslatedIntoTheOldLanguage() throws Exception {
		this.headers.add("Forwarded",
				"for=\"[2001:db8::9]:4711\";host=\"shop.example:8080\";proto=http, for=\"198.51.100.7:1\", for=_x");
		apply(TrustedProxies.of(List.of("10.0.0.1")), caller("10.0.0.1", "inner"));
		assertThat(value("X-Forwarded-For")).isEqualTo("2001:db8::9, 198.51.100.7, _x, 10.0.0.1");
		assertThat(value("X-Forwarded-Host")).isEqualTo("shop.example:8080");
		assertThat(value("X-Forwarded-Proto")).isEqualTo("http");
		assertThat(value("X-Forwarded-Port")).isEqualTo("8080");
	}

	@Test
	void aSchemeAloneIsBelievedToo() throws Exception {
		this.headers.add("X-Forwarded-Proto", "http");
		apply(TrustedProxies.of(List.of("10.0.0.1")), caller("10.0.0.1", "inner"));
		assertThat(value("Forwarded")).isEqualTo("for=10.0.0.1;host=inner;proto=http");
		assertThat(value("X-Forwarded-Proto")).isEqualTo("http");
		assertThat(value("X-Forwarded-Host")).isEqualTo("inner");
	}

	@ParameterizedTest
	@ValueSource(strings = { "for", "for=", "=1", "for=1;for=2", "for=\"1", "for=\"1\\", "for=1 proto=http",
			"for=[::1]", "for=a:1", "for=1;;=", "for=\"1\"x", "\"for\"=1", "for = 1" })
	void whatIsMalformedIsNotPassedOn(String forwarded) throws Exception {
		this.headers.add("Forwarded", "for=198.51.100.7");
		this.headers.add("Forwarded", forwarded);
		apply(TrustedProxies.of(List.of("10.0.0.1")), caller("10.0.0.1", "inner"));
		assertThat(this.headers.get("Forwarded")).containsExactly("for=10.0.0.1;host=inner;proto=https");
	}

	@Test
	void quotedTextOfAnyLengthIsRead() throws Exception {
		String long1 = "\\a".repeat(5000);
		this.headers.add("Forwarded", ", for=\"" + long1 + "\\\"\\\\\";ext=\"a,b;c\",,");
		apply(TrustedProxies.of(List.of("10.0.0.1")), caller("10.0.0.1", "inner"));
		assertThat(value("Forwarded"))
			.isEqualTo("for=\"" + "a".repeat(5000) + "\\\"\\\\\";ext=\"a,b;c\", for=10.0.0.1;host=inner;proto=https");
	}

	@ParameterizedTest
	@CsvSource({ "/svc, /, /svc", "/api/svc, /svc, ", "/svc, /v1, ", "/svc/v1, /v1, ", "/svc/x, /x, /svc",
			"/other, /, ", "/, /, " })
	void aPrefixThatIsRemovedIsTold(String from, String to, @Nullable String prefix) throws Exception {
		apply(TrustedProxies.none(), new PathRewrite(from, to), caller("192.0.2.1", "a.example"));
		assertThat(this.headers.getFirst("X-Forwarded-Prefix")).isEqualTo(prefix);
	}

	private void apply(TrustedProxies trusted, Caller caller) {
		apply(trusted, PathRewrite.NONE, caller);
	}

	private void apply(TrustedProxies trusted, PathRewrite rewrite, Caller caller) {
		new ForwardedHeaders(trusted, rewrite).applyTo(this.headers, caller, new CallerUri(PATH, "", true));
	}

	private @Nullable String value(String name) {
		assertThat(this.headers.getOrEmpty(name)).hasSize(1);
		return this.headers.getFirst(name);
	}

	private static Caller caller(String address, String authority) throws Exception {
		return new Caller(InetAddress.getByName(address), "https", "1.1", authority);
	}

}
