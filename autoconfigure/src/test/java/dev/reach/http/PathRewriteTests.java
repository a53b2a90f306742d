package dev.reach.http;

import java.net.URI;

import dev.reach.ReachClient;
import dev.reach.netty.TestClients;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PathRewrite}.
 */
class PathRewriteTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@ParameterizedTest
	@CsvSource({ "/svc, /api, /svc, /api", "/svc, /api, /svc/, /api/", "/svc, /api, /svc/x, /api/x",
			"/svc/, /api/, /svc/x, /api/x", "/svc, /api, /svcmore, /svcmore", "/svc, /api, /other/svc/x, /other/svc/x",
			"/svc, /api, /svc/svc/x, /api/svc/x", "/svc, /, /svc/echo, /echo", "/svc, /, /svc, /",
			"/, /api, /echo, /api/echo", "/, /api, /, /api/", "/svc, /api/v2, /svc/x, /api/v2/x",
			"/svc, /api, /svc/a%2Fb, /api/a%2Fb", "/svc, /api, /svc?q=/svc&q=%20+, /api?q=/svc&q=%20+",
			"/svc, /api, /svc#part, /api#part", "/svc, /api, svc/x, /api/x", "/a%20b, /c, /a%20b/x, /c/x",
			"/svc, /api, /SVC/x, /SVC/x", "/svc, /api, ?q=1, ?q=1",
			"/svc, /api, https://h.example:8443/svc/x?q=1, https://h.example:8443/api/x?q=1" })
	void replacesWholeSegmentsAtTheBeginning(String from, String to, String uri, String rewritten) {
		assertThat(new PathRewrite(from, to).apply(URI.create(uri))).hasToString(rewritten);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "svc", "//svc", "/svc?q=1", "/svc#f", "https://h.example/svc" })
	void whatIsNoPathIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PathRewrite(path, "/api"))
			.withMessageContaining("'from'");
		assertThatIllegalArgumentException().isThrownBy(() -> new PathRewrite("/svc", path))
			.withMessageContaining("'to'");
	}

	@Test
	void pathIsRewrittenBelowTheBaseUrlAndOnTheHostsOfTheClientOnly() throws Exception {
		for (int count = 0; count < 3; count++) {
			this.server.enqueue(new MockResponse.Builder().code(200).build());
		}
		ReachClient client = this.clients.closeLater(this.clients.to(this.server.url("/svc/base").uri())
			.builder()
			.rewritePath(new PathRewrite("/svc", "/api"))
			.build());
		client.http().get("/svc/a%2Fb?q=%2B&q=2");
		client.http().get("svc/x");
		client.http().get(this.server.url("/svc/absolute").toString());
		assertThat(this.server.takeRequest().getTarget()).isEqualTo("/svc/base/api/a%2Fb?q=%2B&q=2");
		assertThat(this.server.takeRequest().getTarget()).isEqualTo("/svc/base/api/x");
		assertThat(this.server.takeRequest().getTarget()).isEqualTo("/svc/absolute");
	}

}
