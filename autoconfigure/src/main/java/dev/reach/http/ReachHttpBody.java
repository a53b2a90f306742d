package dev.reach.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;

/**
 * The body of a request: none, bytes that can be sent any number of times, or a stream
 * that can be sent once.
 *
 * @since 0.1.0
 */
public final class ReachHttpBody {

	private static final ReachHttpBody NONE = new ReachHttpBody(new byte[0], null, null, 0);

	private final byte @Nullable [] bytes;

	private final @Nullable Publisher<? extends DataBuffer> stream;

	private final @Nullable MediaType contentType;

	private final long contentLength;

	private ReachHttpBody(byte @Nullable [] bytes, @Nullable Publisher<? extends DataBuffer> stream,
			@Nullable MediaType contentType, long contentLength) {
		this.bytes = bytes;
		this.stream = stream;
		this.contentType = contentType;
		this.contentLength = contentLength;
	}

	/**
	 * Return the body of a request that has none.
	 * @return no body
	 */
	public static ReachHttpBody none() {
		return NONE;
	}

	/**
	 * Return a body of bytes.
	 * @param bytes the bytes, not to be changed afterwards
	 * @param contentType the media type
	 * @return a replayable body
	 */
	public static ReachHttpBody bytes(byte[] bytes, MediaType contentType) {
		return new ReachHttpBody(bytes, null, contentType, bytes.length);
	}

	/**
	 * Return a body of text in UTF-8.
	 * @param text the text
	 * @param contentType the media type
	 * @return a replayable body
	 */
	public static ReachHttpBody text(String text, MediaType contentType) {
		return bytes(text.getBytes(StandardCharsets.UTF_8), contentType);
	}

	/**
	 * Return a form, encoded as {@code application/x-www-form-urlencoded} in UTF-8.
	 * @param fields the values by name, in the order in which they are sent
	 * @return a replayable body
	 */
	public static ReachHttpBody form(Map<String, List<String>> fields) {
		StringBuilder form = new StringBuilder();
		fields.forEach((name, values) -> values.forEach((value) -> {
			form.append(form.isEmpty() ? "" : "&").append(URLEncoder.encode(name, StandardCharsets.UTF_8));
			form.append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
		}));
		return bytes(form.toString().getBytes(StandardCharsets.US_ASCII), MediaType.APPLICATION_FORM_URLENCODED);
	}

	/**
	 * Return a body that is sent as it is produced. It can be sent once, so a request
	 * with it is never repeated.
	 * @param stream the buffers
	 * @param contentType the media type
	 * @param contentLength the number of bytes, or -1 if it is not known
	 * @return a one-shot body
	 */
	public static ReachHttpBody stream(Publisher<? extends DataBuffer> stream, MediaType contentType,
			long contentLength) {
		return new ReachHttpBody(null, stream, contentType, contentLength);
	}

	/**
	 * Return whether there is no body at all.
	 * @return {@code true} for {@link #none()}
	 */
	public boolean isNone() {
		return this == NONE;
	}

	/**
	 * Return whether the body can be sent again.
	 * @return {@code false} for a stream
	 */
	public boolean isReplayable() {
		return this.bytes != null;
	}

	/**
	 * Return the media type.
	 * @return the media type, or {@code null} if there is no body
	 */
	public @Nullable MediaType contentType() {
		return this.contentType;
	}

	/**
	 * Return the number of bytes.
	 * @return the length, or -1 if it is not known
	 */
	public long contentLength() {
		return this.contentLength;
	}

	/**
	 * Return the bytes of a replayable body.
	 * @return the bytes, not to be changed
	 * @throws IllegalStateException if the body is a stream
	 */
	public byte[] bytes() {
		if (this.bytes == null) {
			throw new IllegalStateException("The body is a stream and has no bytes to look at before it is sent");
		}
		return this.bytes;
	}

	/**
	 * Return the body as buffers.
	 * @return the buffers, empty if there is no body
	 */
	public Flux<DataBuffer> buffers() {
		if (this.stream != null) {
			return Flux.from(this.stream);
		}
		byte[] content = bytes();
		return (content.length == 0) ? Flux.empty()
				: Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(content)));
	}

	@Override
	public String toString() {
		return isNone() ? "none" : "%s (%d bytes)".formatted(this.contentType, this.contentLength);
	}

}
