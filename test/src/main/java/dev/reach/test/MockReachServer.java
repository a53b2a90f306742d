package dev.reach.test;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.reach.credential.ReachCredentials;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.function.ThrowingConsumer;

/**
 * A server on a free loopback port that answers as {@link ReachSimulator} does, or with
 * answers given in advance. It keeps the requests it received.
 *
 * @since 0.1.0
 */
public final class MockReachServer implements AutoCloseable {

	private static final ReachCredentials DEFAULT_CREDENTIALS = new ReachCredentials("test-user", "test-key");

	private final Clock clock;

	private volatile ReachSimulator simulator;

	private final ReachCredentials credentials;

	private final Queue<ReachHttpResponse> answers = new ConcurrentLinkedQueue<>();

	private final List<ReachHttpRequest> requests = Collections.synchronizedList(new ArrayList<>());

	private final String scheme;

	private final DisposableServer server;

	private MockReachServer(ReachCredentials credentials, Clock clock, @Nullable SslBundle sslBundle) {
		this.credentials = credentials;
		this.clock = clock;
		this.simulator = new ReachSimulator(credentials, clock);
		this.scheme = (sslBundle != null) ? "https" : "http";
		HttpServer server = HttpServer.create().host("127.0.0.1").port(0).handle(this::handle);
		this.server = ((sslBundle != null) ? secure(server, sslBundle) : server).bindNow();
	}

	/**
	 * Start a server that goes by the system clock.
	 * @return a running server
	 */
	public static MockReachServer start() {
		return start(Clock.systemUTC());
	}

	/**
	 * Start a server.
	 * @param clock the time it goes by
	 * @return a running server
	 */
	public static MockReachServer start(Clock clock) {
		return new MockReachServer(DEFAULT_CREDENTIALS, clock, null);
	}

	/**
	 * Start a server that speaks TLS and goes by the system clock.
	 * @param sslBundle holds the key and the certificate of the server
	 * @return a running server
	 */
	public static MockReachServer start(SslBundle sslBundle) {
		return new MockReachServer(DEFAULT_CREDENTIALS, Clock.systemUTC(), sslBundle);
	}

	/**
	 * Return where the server is.
	 * @return the base URL
	 */
	public URI baseUrl() {
		return URI.create("%s://127.0.0.1:%d".formatted(this.scheme, this.server.port()));
	}

	/**
	 * Return the credentials the server accepts.
	 * @return the credentials
	 */
	public ReachCredentials credentials() {
		return this.credentials;
	}

	/**
	 * Return the engine of the server.
	 * @return the simulator
	 */
	public ReachSimulator simulator() {
		return this.simulator;
	}

	/**
	 * Answer the next request that has no answer yet with this, in place of the answer of
	 * the simulator.
	 * @param answer the answer
	 */
	public void enqueue(ReachHttpResponse answer) {
		this.answers.add(answer);
	}

	/**
	 * Return the requests received so far.
	 * @return the requests in the order in which they came, bodies read to completion
	 */
	public List<ReachHttpRequest> requests() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
		}
	}

	/**
	 * Forget everything: requests, prepared answers, and what the simulator keeps.
	 */
	public void reset() {
		this.answers.clear();
		this.requests.clear();
		this.simulator = new ReachSimulator(this.credentials, this.clock);
	}

	private static HttpServer secure(HttpServer server, SslBundle sslBundle) {
		SslContextBuilder context = SslContextBuilder.forServer(sslBundle.getManagers().getKeyManagerFactory());
		return server.secure(ThrowingConsumer.of((spec) -> spec.sslContext(context.build())));
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> send(answer(received(request, body)), response));
	}

	private ReachHttpResponse answer(ReachHttpRequest request) {
		this.requests.add(request);
		ReachHttpResponse prepared = this.answers.poll();
		return (prepared != null) ? prepared : this.simulator.answer(request);
	}

	private ReachHttpRequest received(HttpServerRequest request, byte[] body) {
		HttpHeaders headers = new HttpHeaders();
		request.requestHeaders().forEach((header) -> headers.add(header.getKey(), header.getValue()));
		return ReachHttpRequest.builder(HttpMethod.valueOf(request.method().name()), baseUrl().resolve(request.uri()))
			.headers((target) -> target.putAll(headers))
			.body((body.length == 0) ? ReachHttpBody.none() : ReachHttpBody.bytes(body, contentType(headers)))
			.build();
	}

	private static MediaType contentType(HttpHeaders headers) {
		try {
			MediaType contentType = headers.getContentType();
			return (contentType != null) ? contentType : MediaType.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMediaTypeException ex) {
			return MediaType.APPLICATION_OCTET_STREAM;
		}
	}

	private static Mono<Void> send(ReachHttpResponse answer, HttpServerResponse response) {
		response.status(answer.status());
		answer.headers().forEach((name, values) -> response.responseHeaders().set(name, values));
		return answer.bytes()
			.flatMap((body) -> (body.length == 0) ? response.send() : response.sendByteArray(Mono.just(body)).then());
	}

	/**
	 * Stop the server.
	 */
	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	@Override
	public String toString() {
		return "MockReachServer[%s]".formatted(baseUrl());
	}

}
