package dev.reach.gateway;

import java.net.URI;
import java.util.List;

import dev.reach.http.BaseUrl;
import dev.reach.http.PathRewrite;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TargetLocations}.
 */
class TargetLocationsTests {

	private static final TargetLocations LOCATIONS = new TargetLocations(
			List.of(new BaseUrl(URI.create("https://one.example/base")),
					new BaseUrl(URI.create("http://two.example:81/base/"))),
			new PathRewrite("/svc", "/v1"));

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	@ParameterizedTest
	@CsvSource({ "https://one.example/base/v1/x?a=%2F#f, /svc/x?a=%2F#f", "https://ONE.example:443/base/v1, /svc",
			"http://two.example:81/base/v1/%2F/x/, /svc/%2F/x/", "/base/v1/x?y, /svc/x?y" })
	void placesBelowATargetAreThoseOfTheGateway(String location, String expected) {
		assertThat(mapped(LOCATIONS, location)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://other.example/base/v1/x", "http://one.example/base/v1/x",
			"https://one.example:444/base/v1/x", "https://one.example/other/v1/x", "https://one.example/basement/v1",
			"https://one.example/base/v2/x", "https://one.example/base/v11", "https://u@one.example/base/v1/x", "x",
			"?a", "#f", "", "//one.example/base/v1/x", "mailto:a@b.example", "https://one.example/base/v1/a b",
			"https:///base/v1/x" })
	void otherPlacesStayAsTheyAre(String location) {
		assertThat(mapped(LOCATIONS, location)).isEqualTo(location);
	}

	@Test
	void wholeSegmentsOfTheBaseAreCompared() {
		TargetLocations locations = new TargetLocations(List.of(new BaseUrl(URI.create("http://a.example/base"))),
				PathRewrite.NONE);
		assertThat(mapped(locations, "http://a.example/base/x")).isEqualTo("/x");
		assertThat(mapped(locations, "http://a.example/base")).isEqualTo("/");
		assertThat(mapped(locations, "http://a.example/basement")).isEqualTo("http://a.example/basement");
	}

	@Test
	void aPathThatWouldNameAHostStaysAsItIs() {
		TargetLocations locations = new TargetLocations(List.of(new BaseUrl(URI.create("http://a.example"))),
				new PathRewrite("/", "/v1"));
		assertThat(mapped(locations, "http://a.example/v1//evil.example/"))
			.isEqualTo("http://a.example/v1//evil.example/");
		assertThat(mapped(locations, "http://a.example/v1/x")).isEqualTo("/x");
		assertThat(mapped(locations, "http://a.example/v1")).isEqualTo("/");
	}

	@Test
	void redirectsLeadThroughTheGateway() throws Exception {
		this.target.onConnection((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 302 Found\r\nLocation: %s/inner/y?z\r\nContent-Location: %s/inner\r\n".formatted(
					this.target.url(), this.target.url()) + "Link: <%s/>\r\nContent-Length: 0\r\n\r\n".formatted("x"));
			peer.awaitEnd();
		});
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(this.target.url()).rewrite(new PathRewrite("/svc", "/inner")))) {
			WireMessage answer = WireMessage.exchange(gateway.port(), "GET /svc/x HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(answer.status()).isEqualTo(302);
			assertThat(answer.all("Location")).containsExactly("/svc/y?z");
			assertThat(answer.all("Content-Location")).containsExactly("/svc");
		}
	}

	private static String mapped(TargetLocations locations, String location) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.LOCATION, location);
		headers.set(HttpHeaders.CONTENT_LOCATION, location);
		locations.applyTo(headers, "");
		assertThat(headers.getFirst(HttpHeaders.CONTENT_LOCATION)).isEqualTo(headers.getFirst(HttpHeaders.LOCATION));
		return String.valueOf(headers.getFirst(HttpHeaders.LOCATION));
	}

}
