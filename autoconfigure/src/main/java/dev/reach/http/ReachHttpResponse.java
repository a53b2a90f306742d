package dev.reach.http;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.reach.error.RequestLine;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * One HTTP response. A response that was read to completion can be read any number of
 * times; one that is streamed must be read, or its body cancelled, exactly once.
 *
 * @since 0.1.0
 */
public final class ReachHttpResponse {

	private static final Duration GIVE_UP_TIMEOUT = Duration.ofSeconds(1);

	private final int status;

	private final HttpHeaders headers;

	private final @Nullable HttpMethod method;

	private final @Nullable URI uri;

	private final byte @Nullable [] bytes;

	private final Flux<DataBuffer> body;

	private final Mono<HttpHeaders> trailers;

	private final List<Throwable> earlierFailures;

	private ReachHttpResponse(int status, HttpHeaders headers, @Nullable HttpMethod method, @Nullable URI uri,
			byte @Nullable [] bytes, Flux<DataBuffer> body, Mono<HttpHeaders> trailers,
			List<Throwable> earlierFailures) {
		this.status = status;
		this.headers = HeaderFields.readOnly(headers);
		this.method = method;
		this.uri = uri;
		this.bytes = bytes;
		this.body = body;
		this.trailers = trailers;
		this.earlierFailures = earlierFailures;
	}

	/**
	 * Return a response with a JSON body, for example to answer from a test.
	 * @param status the status code
	 * @param json the body
	 * @return the response
	 */
	public static ReachHttpResponse json(int status, String json) {
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		return of(status, headers, json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return a response without a body.
	 * @param status the status code
	 * @return the response
	 */
	public static ReachHttpResponse of(int status) {
		return of(status, new HttpHeaders(), new byte[0]);
	}

	/**
	 * Return a response that was read to completion.
	 * @param status the status code
	 * @param headers the headers
	 * @param body the bytes of the body, not to be changed afterwards
	 * @return the response
	 */
	public static ReachHttpResponse of(int status, HttpHeaders headers, byte[] body) {
		return new ReachHttpResponse(status, headers, null, null, body, Flux.empty(), Mono.empty(), List.of());
	}

	/**
	 * Return a response whose body is still to be read.
	 * @param status the status code
	 * @param headers the headers
	 * @param body the body; to be subscribed to, or cancelled, once
	 * @return the response
	 */
	public static ReachHttpResponse streaming(int status, HttpHeaders headers, Flux<DataBuffer> body) {
		return new ReachHttpResponse(status, headers, null, null, null, body, Mono.empty(), List.of());
	}

	/**
	 * Return the status code.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the reason phrase that belongs to the status code.
	 * @return the phrase, empty for a code without one
	 */
	public String reason() {
		HttpStatus known = HttpStatus.resolve(this.status);
		return (known != null) ? known.getReasonPhrase() : "";
	}

	/**
	 * Return whether the status is 2xx.
	 * @return whether the request succeeded
	 */
	public boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * Return whether the service could not serve the request: the status is 429 or 5xx.
	 * @return {@code false} if the service was well, be the request right or wrong
	 */
	public boolean isServiceAtFault() {
		return this.status == HttpStatus.TOO_MANY_REQUESTS.value() || this.status >= 500;
	}

	/**
	 * Return whether the response has content, see RFC 9110, section 6.4.1.
	 * @param answered the method of the request it answers
	 * @return {@code false} for HEAD and the statuses 204, 205 and 304
	 */
	public boolean hasContent(@Nullable HttpMethod answered) {
		return answered != HttpMethod.HEAD && this.status != 204 && this.status != 205 && this.status != 304;
	}

	/**
	 * Return the headers.
	 * @return the headers, read-only
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * Return the method of the request this answers.
	 * @return the method, or {@code null} if no client has handed the response out
	 */
	public @Nullable HttpMethod method() {
		return this.method;
	}

	/**
	 * Return the URI this answers.
	 * @return the URI, or {@code null} if no client has handed the response out
	 */
	public @Nullable URI uri() {
		return this.uri;
	}

	/**
	 * Return the body as it arrives.
	 * @return the buffers, to be released by the subscriber
	 */
	public Flux<DataBuffer> body() {
		byte[] content = this.bytes;
		if (content == null) {
			return this.body;
		}
		return (content.length == 0) ? Flux.empty()
				: Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(content)));
	}

	/**
	 * Return the fields that come after the body, see RFC 9110, section 6.5.
	 * @return the fields once the body was read to its end, empty if there are none or
	 * the transport does not know
	 */
	public Mono<HttpHeaders> trailers() {
		return this.trailers;
	}

	/**
	 * Return the body as bytes.
	 * @return the bytes once they are complete, an empty array if there are none
	 */
	public Mono<byte[]> bytes() {
		return bytes(Integer.MAX_VALUE);
	}

	/**
	 * Return the body as bytes.
	 * @param maxBytes the largest number of bytes to take
	 * @return the bytes once they are complete, an empty array if there are none; or
	 * {@link org.springframework.core.io.buffer.DataBufferLimitException}
	 */
	public Mono<byte[]> bytes(int maxBytes) {
		return (this.bytes != null) ? Mono.just(this.bytes) : BodyBytes.collect(this.body, maxBytes);
	}

	/**
	 * Give up the body, so that its connection can be used again or is closed.
	 * @return completes when the body is gone
	 */
	public Mono<Void> discard() {
		return body().doOnNext(DataBufferUtils::release).then();
	}

	/**
	 * Give up the body at once. The connection of one that was not read to its end is
	 * closed.
	 */
	public void cancel() {
		body().subscribe(DataBufferUtils::release, (ex) -> {
		}).dispose();
	}

	/**
	 * Give up the body of a response that another request follows: its connection can be
	 * used again if the rest arrives within a second, else it is closed.
	 * @return completes when the body is gone, and never fails
	 */
	public Mono<Void> giveUp() {
		return isComplete() ? Mono.empty() : discard().timeout(GIVE_UP_TIMEOUT, Mono.empty()).onErrorComplete();
	}

	/**
	 * Return the body as text, in the character set of the {@code Content-Type} or else
	 * in UTF-8.
	 * @return the text once it is complete, empty if there is none
	 */
	public Mono<String> text() {
		return bytes().map((content) -> new String(content, charset()));
	}

	/**
	 * Return the body as a stream to be read by a thread that may block.
	 * @return the stream, to be closed
	 */
	public InputStream inputStream() {
		return DataBufferUtils.subscriberInputStream(body(), 4);
	}

	/**
	 * Return this response as the answer to a request.
	 * @param request the request
	 * @return a copy
	 */
	public ReachHttpResponse answering(ReachHttpRequest request) {
		return new ReachHttpResponse(this.status, this.headers, request.method(), request.uri(), this.bytes, this.body,
				this.trailers, this.earlierFailures);
	}

	/**
	 * Return this response with another body still to be read.
	 * @param body given the body, returns the body to use
	 * @return a copy
	 */
	public ReachHttpResponse mapBody(UnaryOperator<Flux<DataBuffer>> body) {
		return new ReachHttpResponse(this.status, this.headers, this.method, this.uri, null, body.apply(body()),
				this.trailers, this.earlierFailures);
	}

	/**
	 * Return this response with fields that come after the body.
	 * @param trailers the fields once the body was read to its end
	 * @return a copy
	 */
	public ReachHttpResponse withTrailers(Mono<HttpHeaders> trailers) {
		return new ReachHttpResponse(this.status, this.headers, this.method, this.uri, this.bytes, this.body, trailers,
				this.earlierFailures);
	}

	/**
	 * Return this response, read to completion.
	 * @param body the bytes of the body
	 * @return a copy
	 */
	public ReachHttpResponse withBytes(byte[] body) {
		return new ReachHttpResponse(this.status, this.headers, this.method, this.uri, body, Flux.empty(),
				this.trailers, this.earlierFailures);
	}

	/**
	 * Return this response as the one that came after failures.
	 * @param failures the failures of earlier attempts, in their order
	 * @return a copy
	 */
	public ReachHttpResponse after(List<Throwable> failures) {
		return failures.isEmpty() ? this : new ReachHttpResponse(this.status, this.headers, this.method, this.uri,
				this.bytes, this.body, this.trailers, List.copyOf(failures));
	}

	/**
	 * Return what became of the attempts before the one that gave this response.
	 * @return the failures in their order, empty if this answers the first attempt
	 */
	public List<Throwable> earlierFailures() {
		return this.earlierFailures;
	}

	/**
	 * Return whether the body is in memory.
	 * @return {@code false} if it is still to be read
	 */
	public boolean isComplete() {
		return this.bytes != null;
	}

	private Charset charset() {
		try {
			MediaType contentType = this.headers.getContentType();
			Charset charset = (contentType != null) ? contentType.getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

	/**
	 * Return the status and, if known, what it answers; no headers and no body.
	 */
	@Override
	public String toString() {
		String answered = (this.method != null && this.uri != null) ? " to " + RequestLine.of(this.method, this.uri)
				: "";
		return this.status + " " + reason() + answered;
	}

}
