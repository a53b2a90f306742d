package dev.reach.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.netty.FaultServer.Script;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyCredentials;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyGate} and {@link TransportFailure} when a proxy does not make the
 * tunnel it is asked for.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProxyFaultTests {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.build();

	private static final HeldCertificate OTHER = new HeldCertificate.Builder()
		.addSubjectAlternativeName("other.invalid")
		.build();

	@RegisterExtension
	final FaultServer proxy = new FaultServer();

	@RegisterExtension
	final FaultServer secureProxy = FaultServer.secure(CERTIFICATE);

	@RegisterExtension
	final FaultServer otherSecureProxy = FaultServer.secure(OTHER);

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void unknownHostNameOfTheProxyIsNamed() {
		ReachProxy unknown = new ReachProxy(ProxyType.HTTP, "proxy.invalid", 3128, null);
		ReachProxyException failure = failure(client(unknown, null),
				"The proxy http://proxy.invalid:3128 has a host name that is unknown on POST https://api.reach.test");
		assertThat(failure.proxy()).isEqualTo("http://proxy.invalid:3128");
		assertThat(failure.answer()).isNull();
	}

	@Test
	void proxyThatRefusesConnectionsIsNamed() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		ReachProxy refusing = new ReachProxy(ProxyType.HTTP, "127.0.0.1", port, null);
		failure(client(refusing, null),
				"The proxy http://127.0.0.1:%d cannot be reached (Connection refused".formatted(port));
	}

	@Test
	void nothingIsLeftOfAConnectionThatWasRefused(CapturedOutput output) throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		ReachProxy refusing = new ReachProxy(ProxyType.HTTP, "127.0.0.1", port, null);
		failure(limited(refusing, Duration.ofMillis(400)), "cannot be reached (Connection refused");
		this.proxy.onConnection(FaultServer.Peer::awaitEnd);
		failure(limited(Proxies.at(ProxyType.HTTP, this.proxy), Duration.ofSeconds(1)), "is not ready within");
		assertThat(output).doesNotContain("reached at the tail of the pipeline");
	}

	@Test
	void proxyThatHangsIsLimitedByItsConnectTimeout() {
		this.proxy.onConnection(FaultServer.Peer::awaitEnd);
		failure(hasty(Proxies.at(ProxyType.HTTP, this.proxy)), "is not ready within reach.proxy.connect-timeout");
	}

	@Test
	void proxyThatTricklesIsLimitedByItsConnectTimeout() {
		this.proxy.onConnection(FaultServer.Peer::trickle);
		failure(hasty(Proxies.at(ProxyType.HTTP, this.proxy)), "is not ready within reach.proxy.connect-timeout");
	}

	@Test
	void proxyThatHangsDuringItsTlsHandshakeIsLimitedByItsConnectTimeout() {
		this.proxy.onConnection(FaultServer.Peer::awaitEnd);
		failure(hasty(Proxies.at(ProxyType.HTTPS, this.proxy)), "is not ready within reach.proxy.connect-timeout");
	}

	@Test
	void proxyThatBreaksOffInItsAnswerStillSaysWhy() {
		afterConnect((peer) -> peer
			.write("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\n" + "not for you"));
		ReachProxyException failure = failure("refused the connection (403 Forbidden)");
		assertThat(failure.answer()).isEqualTo(new Answer(403, "Forbidden", "not for you"));
	}

	@Test
	void proxyThatResetsIsNoTlsFault() {
		afterConnect(FaultServer.Peer::reset);
		failure("broke the connection (");
	}

	@Test
	void proxyThatClosesInPlaceOfAnAnswerIsNoTlsFault() {
		afterConnect((peer) -> {
		});
		failure("closed the connection");
	}

	@Test
	void proxyThatClosesAfterConnectIsNoTlsFault() {
		afterConnect((peer) -> peer.write("HTTP/1.1 200 Connection established\r\n\r\n"));
		failure("or the host behind it closed the tunnel before the TLS handshake was complete");
	}

	@Test
	void answerThatIsNotHttpIsSaidToBeSo() {
		afterConnect((peer) -> peer.write("SSH-2.0-" + Failures.PEER_TEXT + "\r\n\r\n"));
		failure("answers with something that is not HTTP");
	}

	@Test
	void refusalIsGivenWithStatusReasonAndText() {
		refusing(Proxies.answering("403 Forbidden\r\nContent-Type: text/plain", "api.reach.test is blocked"));
		ReachProxyException failure = failure("refused the connection (403 Forbidden)");
		assertThat(failure.answer()).isEqualTo(new Answer(403, "Forbidden", "api.reach.test is blocked"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "302 Found",
			"500 Internal Server Error", "404 Not Found", "429 Too Many Requests", "511 " })
	void otherRefusalsAreGivenWithStatusAndReason(String status) {
		refusing(Proxies.answering(status, ""));
		ReachProxyException failure = failure("refused the connection (%s)".formatted(status.strip()));
		assertThat(failure.answer()).hasToString(status.strip());
	}

	@Test
	void atMostOneKibibyteOfTheTextIsKept() {
		refusing(Proxies.answering("503 Service Unavailable\r\nContent-Type: text/plain", "x".repeat(30_000)));
		assertThat(failure("refused the connection (503").answer()).isNotNull()
			.satisfies((answer) -> assertThat(answer.body()).isEqualTo("x".repeat(1024)));
	}

	@Test
	void textOfAnErrorPageIsKeptWithoutItsMarkup() {
		refusing(Proxies.answering("403 Forbidden\r\nContent-Type: text/html; charset=utf-8", """
				<!DOCTYPE html><html><head><title>ERROR</title><style type="text/css"><!--
				%s
				--></style><script>alert("no");</script></head><!-- a > b -->
				<body><h1>Access &quot;denied&quot;</h1><p>by   the rules<br>of caf&eacute;</p></body></html>
				""".formatted("p { color: red }\n".repeat(100))));
		assertThat(failure("refused the connection (403 Forbidden)").answer())
			.isEqualTo(new Answer(403, "Forbidden", "ERROR Access \"denied\" by the rules of caf\u00e9"));
	}

	@Test
	void errorPageWithoutEndIsCutOff() throws InterruptedException {
		afterConnect((peer) -> {
			peer.write("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
					+ "x".repeat(20_000));
			peer.awaitEnd();
		});
		ReachClient client = limited(Proxies.at(ProxyType.HTTP, this.proxy), Duration.ofMinutes(2));
		assertThat(failure(client, "refused the connection (502 Bad Gateway)").answer()).isNotNull();
		this.proxy.awaitDeparture();
	}

	@Test
	void errorPageThatHangsIsNotWaitedForLongerThanTheProxyMayTake() {
		afterConnect((peer) -> peer.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\n").awaitEnd());
		failure(hasty(Proxies.at(ProxyType.HTTP, this.proxy)), "refused the connection (502 Bad Gateway)");
	}

	@Test
	void answerThatIsNoTextIsNotKept() {
		refusing(Proxies.answering("503 Service Unavailable\r\nContent-Type: image/png", Failures.PEER_TEXT));
		assertThat(failure("refused the connection (503").answer())
			.isEqualTo(new Answer(503, "Service Unavailable", ""));
	}

	@Test
	void missingCredentialsAreSaidToBeSoWithTheSchemesAskedFor() {
		refusing(Proxies.answering("407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n"
				+ "Proxy-Authenticate: Basic realm=\"corp\"", ""));
		ReachProxyException failure = failure(
				"wants authentication (407 Proxy Authentication Required, it asks for NTLM, Basic): set "
						+ "reach.proxy.username and reach.proxy.password");
		assertThat(failure.answer()).hasToString("407 Proxy Authentication Required");
		assertThat(this.proxy.connections()).isEqualTo(1);
	}

	@Test
	void wrongCredentialsAreSentOnceAndSaidToBeWrong() {
		refusing(
				Proxies.answering("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"corp\"", ""));
		failure(client(Proxies.withPassword(Proxies.at(ProxyType.HTTP, this.proxy)), null),
				"does not accept the credentials (407 Proxy Authentication Required, it asks for Basic)");
		assertThat(this.proxy.requests()).hasSize(1);
	}

	@Test
	void plainProxyBehindASecureUrlIsSaidToBeSoWithTheUrlToWrite() {
		this.proxy.onConnection((peer) -> {
			peer.read(5);
			peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
			peer.awaitEnd();
		});
		String plain = "http://localhost:" + this.proxy.port();
		failure(client(Proxies.at(ProxyType.HTTPS, this.proxy), null),
				"The proxy https://localhost:%d speaks plain HTTP, not TLS: write its URL as %s"
					.formatted(this.proxy.port(), plain));
	}

	@Test
	void secureProxyThatClosesDuringTheHandshakeMayBePlain() {
		this.proxy.onConnection((peer) -> peer.read(5));
		failure(client(Proxies.at(ProxyType.HTTPS, this.proxy), null), "could not be reached by TLS (");
	}

	@Test
	void secureProxyBehindAPlainUrlIsGuessed() {
		this.proxy.onConnection((peer) -> {
			peer.readHead();
			peer.write("\u0015\u0003\u0001\u0000\u0002\u0002\u0046");
		});
		failure("answers with something that is not HTTP; does it expect TLS? Then its URL begins with https://");
	}

	@Test
	void certificateOfTheProxyMustBeTrusted() {
		ReachProxyException failure = failure(client(Proxies.at(ProxyType.HTTPS, this.secureProxy), null),
				"could not be reached by TLS (");
		assertThat(failure).hasMessageContaining("unable to find valid certification path");
		assertThat(this.secureProxy.requests()).isEmpty();
	}

	@Test
	void certificateOfTheProxyMustHaveItsName() throws GeneralSecurityException, IOException {
		ReachProxyException failure = failure(
				client(Proxies.at(ProxyType.HTTPS, this.otherSecureProxy), TestBundles.trusting(OTHER)),
				"could not be reached by TLS (");
		assertThat(failure).hasMessageContaining("localhost");
		assertThat(this.otherSecureProxy.requests()).isEmpty();
	}

	@Test
	void passwordThatCannotBeHadIsSaidToBeSo() {
		ReachProxy proxy = Proxies.at(ProxyType.HTTP, this.proxy).withCredentials(new ProxyCredentials("user", () -> {
			throw new IllegalStateException(Failures.PEER_TEXT);
		}));
		ReachProxyException failure = failure(client(proxy, null),
				"was not answered: the ProxyAuthenticator failed with ");
		assertThat(failure).hasStackTraceContaining("its supplier failed with java.lang.IllegalStateException");
		assertThat(this.proxy.requests()).isEmpty();
	}

	private void refusing(Script script) {
		this.proxy.onConnection(script);
	}

	private void afterConnect(Script script) {
		refusing((peer) -> {
			peer.readHead();
			script.run(peer);
		});
	}

	private ReachProxyException failure(String what) {
		return failure(client(Proxies.at(ProxyType.HTTP, this.proxy), null), what);
	}

	private static ReachProxyException failure(ReachClient client, String what) {
		ReachProxyException failure = Failures.ofPost(client, ReachProxyException.class, Delivery.NOT_SENT,
				"The proxy ");
		assertThat(failure).hasMessageContaining(what);
		return failure;
	}

	private ReachClient hasty(ReachProxy proxy) {
		return limited(proxy, Duration.ofMillis(500));
	}

	private ReachClient limited(ReachProxy proxy, Duration connectTimeout) {
		return this.clients.to(URI.create("https://api.reach.test"))
			.proxies(new ProxySettings(Proxies.always(proxy), ProxyAuthenticator.standard(), connectTimeout, null))
			.build();
	}

	private ReachClient client(ReachProxy proxy, @Nullable SslBundle bundle) {
		return this.clients.to(URI.create("https://api.reach.test"))
			.proxies(new ProxySettings(Proxies.always(proxy), ProxyAuthenticator.standard(), Proxies.LIMIT, bundle))
			.build();
	}

}
