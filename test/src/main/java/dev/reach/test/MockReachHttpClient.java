package dev.reach.test;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A transport that opens no connection: it gives prepared answers and keeps the requests
 * it received. A request nothing is prepared for fails. Safe for use by any number of
 * threads.
 *
 * @since 0.1.0
 */
public final class MockReachHttpClient implements ReachHttpClient {

	private final List<Prepared> prepared = new CopyOnWriteArrayList<>();

	private final List<ReachHttpRequest> requests = new CopyOnWriteArrayList<>();

	/**
	 * Prepare answers to requests that nothing prepared before matches.
	 * @param method the method
	 * @param path a path, or a pattern of one as {@link PathPattern} has them, for
	 * example <code>/rest/messaging/v1/{id}</code>
	 * @param answers given one after the other; the last one to all further requests too
	 * @return this transport
	 */
	public MockReachHttpClient answer(HttpMethod method, String path, ReachHttpResponse... answers) {
		Assert.notEmpty(answers, "'answers' must not be empty");
		Iterator<ReachHttpResponse> next = List.of(answers).iterator();
		ReachHttpResponse last = answers[answers.length - 1];
		return answer(method, path, (request) -> {
			synchronized (next) {
				return next.hasNext() ? next.next() : last;
			}
		});
	}

	/**
	 * Prepare answers to requests that nothing prepared before matches.
	 * @param method the method
	 * @param path a path, or a pattern of one
	 * @param answers makes the answer to a request, its body read to completion; may
	 * throw what the exchange is to fail with
	 * @return this transport
	 */
	public MockReachHttpClient answer(HttpMethod method, String path,
			Function<ReachHttpRequest, ReachHttpResponse> answers) {
		this.prepared.add(new Prepared(method, PathPatternParser.defaultInstance.parse(path), answers));
		return this;
	}

	/**
	 * Return the requests received so far.
	 * @return the requests in the order in which they came, bodies read to completion
	 */
	public List<ReachHttpRequest> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> received(request)).map(this::answer);
	}

	private ReachHttpResponse answer(ReachHttpRequest request) {
		this.requests.add(request);
		return this.prepared.stream()
			.filter((prepared) -> prepared.matches(request))
			.findFirst()
			.map((prepared) -> prepared.answers().apply(request).answering(request))
			.orElseThrow(() -> unprepared(request));
	}

	private ReachTransportException unprepared(ReachHttpRequest request) {
		String known = this.prepared.stream().map(Prepared::toString).collect(Collectors.joining(", "));
		return new ReachTransportException("No answer is prepared for %s, only for: %s".formatted(request, known), null,
				Delivery.NOT_SENT, false);
	}

	private static Mono<ReachHttpRequest> received(ReachHttpRequest request) {
		ReachHttpBody body = request.body();
		MediaType contentType = body.contentType();
		if (body.isInMemory() || contentType == null) {
			return Mono.just(request);
		}
		return DataBufferUtils.join(body.buffers())
			.defaultIfEmpty(DefaultDataBufferFactory.sharedInstance.wrap(new byte[0]))
			.map(MockReachHttpClient::bytes)
			.map((bytes) -> request.mutate().body(ReachHttpBody.bytes(bytes, contentType)).build());
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private record Prepared(HttpMethod method, PathPattern path,
			Function<ReachHttpRequest, ReachHttpResponse> answers) {

		boolean matches(ReachHttpRequest request) {
			return this.method.equals(request.method())
					&& this.path.matches(PathContainer.parsePath(request.uri().getRawPath()));
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}
