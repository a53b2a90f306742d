package dev.reach.proxies;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.reach.credential.ReachCredentials;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.test.ReachSimulator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * The simulated service on a loopback port, with or without TLS.
 */
final class SimulatedTarget extends Dispatcher implements AutoCloseable {

	static final String HOST = "api.reach.test";

	static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder().commonName("target")
		.addSubjectAlternativeName(HOST)
		.addSubjectAlternativeName("localhost")
		.addSubjectAlternativeName("127.0.0.1")
		.build();

	static final ReachCredentials CREDENTIALS = new ReachCredentials("test-user", "test-key");

	private final ReachSimulator simulator = new ReachSimulator(CREDENTIALS, Clock.systemUTC());

	private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

	private final MockWebServer server = new MockWebServer();

	private final String scheme;

	private SimulatedTarget(String scheme) throws IOException {
		this.scheme = scheme;
		this.server.setDispatcher(this);
		if (scheme.equals("https")) {
			this.server
				.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
		}
		this.server.start(InetAddress.getLoopbackAddress(), 0);
	}

	static SimulatedTarget http() throws IOException {
		return new SimulatedTarget("http");
	}

	/**
	 * Start a target that speaks HTTP/2 and HTTP/1.1 over TLS.
	 * @return the target
	 * @throws IOException if it cannot listen
	 */
	static SimulatedTarget https() throws IOException {
		return new SimulatedTarget("https");
	}

	int port() {
		return this.server.getPort();
	}

	/**
	 * Return the base URL with the address of the target.
	 * @return the base URL
	 */
	String url() {
		return url("127.0.0.1");
	}

	String url(String host) {
		return "%s://%s:%d".formatted(this.scheme, host, port());
	}

	/**
	 * Return what arrived.
	 * @return the requests in the order in which they came
	 */
	List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public MockResponse dispatch(RecordedRequest request) {
		this.requests.add(request);
		ReachHttpResponse answer = this.simulator.answer(received(request));
		MockResponse.Builder response = new MockResponse.Builder().code(answer.status())
			.body(Objects.requireNonNullElse(answer.text().block(), ""));
		answer.headers().forEach((name, values) -> response.setHeader(name, String.join(",", values)));
		return response.build();
	}

	private static ReachHttpRequest received(RecordedRequest request) {
		ReachHttpRequest.Builder received = ReachHttpRequest.builder(HttpMethod.valueOf(request.getMethod()),
				request.getUrl().uri());
		request.getHeaders()
			.forEach((header) -> received.headers((target) -> target.add(header.getFirst(), header.getSecond())));
		if (request.getBody() != null && request.getBody().size() > 0) {
			received.body(ReachHttpBody.bytes(request.getBody().toByteArray(),
					MediaType.parseMediaType(Objects.requireNonNull(request.getHeaders().get("Content-Type")))));
		}
		return received.build();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
