package dev.reach.netty;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardingHttpClient} and {@link AbsoluteForm}: targets in clear
 * behind a proxy that forwards requests.
 */
class ForwardingTests {

	private static final String CHALLENGE = "407 Proxy Authentication Required\r\nContent-Type: text/plain\r\n"
			+ "Proxy-Authenticate: Token realm=\"corp\"";

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.build();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer secureProxy = FaultServer.secure(CERTIFICATE);

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@BeforeEach
	void forward() {
		this.proxy.onConnection(Proxies.answering("200 OK", "forwarded"));
	}

	@Test
	void targetIsWrittenInAbsoluteFormAndTheConnectionIsKept() {
		ReachClient client = client(Proxies.at(ProxyType.HTTP, this.proxy));
		assertThat(get(client, "/a%2Fb?c=d&c=%20")).isEqualTo("forwarded");
		assertThat(get(client, "/")).isEqualTo("forwarded");
		assertThat(this.proxy.connections()).isEqualTo(1);
		assertThat(this.proxy.requests().get(0))
			.startsWith("GET http://localhost:%d/a%%2Fb?c=d&c=%%20 HTTP/1.1\r\n".formatted(this.server.port()))
			.containsOnlyOnce("localhost:%d\r\n".formatted(this.server.port()));
		assertThat(this.proxy.requests().get(1))
			.startsWith("GET http://localhost:%d/ HTTP/1.1\r\n".formatted(this.server.port()));
	}

	@Test
	void hostHeaderOfTheCallerDoesNotChangeTheTarget() {
		ReachClient client = client(Proxies.at(ProxyType.HTTP, this.proxy));
		client.http().request(ReachHttpRequest.builder(HttpMethod.GET, "/").header("Host", "other.invalid").build());
		assertThat(this.proxy.requests()).singleElement()
			.asString()
			.startsWith("GET http://localhost:%d/ HTTP/1.1\r\n".formatted(this.server.port()))
			.containsIgnoringCase("host: other.invalid\r\n");
	}

	@Test
	void secureProxyForwardsToo() throws Exception {
		this.secureProxy.onConnection(Proxies.answering("200 OK", "forwarded"));
		ReachProxy proxy = Proxies.withPassword(Proxies.at(ProxyType.HTTPS, this.secureProxy));
		ReachClient client = client(new ProxySettings(Proxies.always(proxy), ProxyAuthenticator.standard(),
				Proxies.LIMIT, TestBundles.trusting(CERTIFICATE)));
		assertThat(get(client, "/")).isEqualTo("forwarded");
		assertThat(this.secureProxy.requests()).singleElement()
			.asString()
			.startsWith("GET http://localhost:%d/ HTTP/1.1\r\n".formatted(this.server.port()))
			.contains("Proxy-Authorization: Basic " + Proxies.BASIC);
	}

	@Test
	void passwordIsSentWithoutBeingAsked() {
		ReachClient client = client(Proxies.withPassword(Proxies.at(ProxyType.HTTP, this.proxy)));
		get(client, "/");
		get(client, "/");
		assertThat(this.proxy.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request)
				.containsOnlyOnce("Proxy-Authorization: Basic " + Proxies.BASIC + "\r\n"));
	}

	@Test
	void demandIsAnsweredOnceAndFromThenOnInAdvance() {
		this.proxy.onConnection((peer) -> {
			for (String request = peer.readRequest(); !request.isEmpty(); request = peer.readRequest()) {
				boolean known = request.contains("Proxy-Authorization: Token secret-1\r\n");
				String status = known ? "200 OK" : CHALLENGE;
				peer.write("HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\nok".formatted(status));
			}
		});
		ReachClient client = client(tokens());
		for (int call = 0; call < 3; call++) {
			assertThat(client.http().post("/", ReachHttpBody.text("hello", MediaType.TEXT_PLAIN)).text().block())
				.isEqualTo("ok");
		}
		assertThat(this.proxy.requests()).hasSize(4);
		assertThat(this.proxy.requests().get(0)).doesNotContain("Proxy-Authorization").endsWith("\r\n\r\nhello");
		assertThat(this.proxy.requests().get(1)).contains("Proxy-Authorization: Token").endsWith("\r\n\r\nhello");
	}

	@Test
	void authenticatorIsToldTheTargetAsItIsWritten() {
		List<String> targets = new CopyOnWriteArrayList<>();
		ProxyAuthenticator authenticator = (request) -> {
			targets.add(request.method() + " " + request.target());
			return Mono.empty();
		};
		ReachClient client = client(new ProxySettings(Proxies.always(Proxies.at(ProxyType.HTTP, this.proxy)),
				authenticator, Proxies.LIMIT, null));
		for (String uri : List.of("/a%2Fb?c=%20#d", "http://localhost:80", "http://localhost/?x",
				"http://[::1]:81/y")) {
			client.http().get(uri);
		}
		List<String> written = this.proxy.requests()
			.stream()
			.map((request) -> request.substring(0, request.indexOf(" HTTP/1.1\r\n")))
			.toList();
		assertThat(targets).containsExactlyElementsOf(written)
			.contains("GET http://localhost/", "GET http://[::1]:81/y");
	}

	@Test
	void demandThatIsNotMetIsAProxyFaultAndNotSent() {
		this.proxy.onConnection(Proxies.answering(CHALLENGE, "who are you?"));
		ReachProxyException failure = Failures.ofPost(client(Proxies.at(ProxyType.HTTP, this.proxy)),
				ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy http://localhost:%d wants authentication (407 Proxy Authentication Required, it asks for Token)"
					.formatted(this.proxy.port()));
		assertThat(failure.answer()).isEqualTo(new Answer(407, "Proxy Authentication Required", "who are you?"));
	}

	@Test
	void bodyThatCannotBeRepeatedIsNotSentAgain() {
		this.proxy.onConnection(Proxies.answering(CHALLENGE, ""));
		ReachHttpBody once = ReachHttpBody.stream(
				Flux.just(new DefaultDataBufferFactory().wrap("hello".getBytes(StandardCharsets.UTF_8))),
				MediaType.TEXT_PLAIN, 5);
		ReachClient client = client(tokens());
		ReachHttpRequest request = Failures.post().mutate().body(once).build();
		Failures.of(client.reactive().http().request(request), ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy http://localhost:%d wants authentication".formatted(this.proxy.port()));
		assertThat(this.proxy.requests()).hasSize(1);
	}

	@Test
	void answersOfTheTargetAreNoFaultsOfTheProxy() {
		this.proxy.onConnection(Proxies.answering("503 Service Unavailable", "later"));
		ReachHttpResponse response = client(Proxies.at(ProxyType.HTTP, this.proxy)).http().get("/");
		assertThat(response.status()).isEqualTo(503);
	}

	@Test
	void whatIsMeantForAProxyNeverGoesToATarget() {
		this.server.onConnection(Proxies.answering("200 OK", "direct"));
		ReachClient client = client(new ProxySettings((target) -> ProxyDecision.direct("test"),
				ProxyAuthenticator.standard(), Proxies.LIMIT, null));
		client.http()
			.request(ReachHttpRequest.builder(HttpMethod.GET, "/").header("Proxy-Authorization", "Basic x").build());
		assertThat(this.server.requests()).singleElement().asString().doesNotContainIgnoringCase("proxy-auth");
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void eachRequestTakesTheWayThatIsChosenForIt() {
		this.server.onConnection(Proxies.answering("200 OK", "direct"));
		ReachProxy proxy = Proxies.at(ProxyType.HTTP, this.proxy);
		ReachClient client = client(
				new ProxySettings((target) -> target.getPath().startsWith("/proxied") ? ProxyDecision.via(proxy, "test")
						: ProxyDecision.undecided(), ProxyAuthenticator.standard(), Proxies.LIMIT, null));
		List<String> answers = List.of(get(client, "/proxied"), get(client, "/"), get(client, "/proxied"),
				get(client, "/"));
		assertThat(answers).containsExactly("forwarded", "direct", "forwarded", "direct");
	}

	private ProxySettings tokens() {
		ProxyAuthenticator authenticator = (request) -> request.challenges().isEmpty() ? Mono.empty()
				: Mono.just("Token secret-1");
		return new ProxySettings(Proxies.always(Proxies.at(ProxyType.HTTP, this.proxy)), authenticator, Proxies.LIMIT,
				null);
	}

	private ReachClient client(ReachProxy proxy) {
		return client(Proxies.settings(proxy));
	}

	private ReachClient client(ProxySettings settings) {
		URI target = URI.create("http://localhost:" + this.server.port());
		return this.clients.to(target).connections(1).proxies(settings).build();
	}

	private static String get(ReachClient client, String path) {
		return String.valueOf(client.http().get(path).text().block());
	}

}
