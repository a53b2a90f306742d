package dev.reach.retry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import dev.reach.http.ReachHttpRequest;
import dev.reach.middleware.Exchange;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.Phase;
import reactor.core.publisher.Mono;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads some of the attempts to a port that nobody listens on.
 */
final class RefusedAttempts implements Middleware, AutoCloseable {

	private final AtomicInteger attempts = new AtomicInteger();

	private final Socket unused = new Socket();

	private final IntPredicate refused;

	/**
	 * Create a middleware.
	 * @param refused tells by the number of an attempt, counted from 1, whether it is
	 * refused
	 */
	RefusedAttempts(IntPredicate refused) {
		this.refused = refused;
		try {
			this.unused.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return how many attempts were made, refused or not.
	 */
	int attempts() {
		return this.attempts.get();
	}

	@Override
	public int phase() {
		return Phase.TARGET_EDGE;
	}

	@Override
	public Mono<Void> before(Exchange exchange) {
		if (this.refused.test(this.attempts.incrementAndGet())) {
			exchange.updateRequest(this::astray);
		}
		return Mono.empty();
	}

	private ReachHttpRequest astray(ReachHttpRequest request) {
		URI nowhere = UriComponentsBuilder.fromUri(request.uri()).port(this.unused.getLocalPort()).build(true).toUri();
		return request.mutate().uri(nowhere).build();
	}

	@Override
	public void close() throws IOException {
		this.unused.close();
	}

}
