package dev.reach.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;

/**
 * The body of a request. It is in memory, or read as it is sent; and it can be sent any
 * number of times, or once.
 *
 * @since 0.1.0
 */
public final class ReachHttpBody {

	private static final ReachHttpBody NONE = new ReachHttpBody(new byte[0], Flux.empty(), null, 0, true);

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final byte @Nullable [] bytes;

	private final Publisher<? extends DataBuffer> content;

	private final @Nullable MediaType contentType;

	private final long contentLength;

	private final boolean replayable;

	private ReachHttpBody(byte @Nullable [] bytes, Publisher<? extends DataBuffer> content,
			@Nullable MediaType contentType, long contentLength, boolean replayable) {
		this.bytes = bytes;
		this.content = content;
		this.contentType = contentType;
		this.contentLength = contentLength;
		this.replayable = replayable;
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
	 * @param contentType the media type, or {@code null} to say nothing about it
	 * @return a replayable body
	 */
	public static ReachHttpBody bytes(byte[] bytes, @Nullable MediaType contentType) {
		Flux<DataBuffer> content = (bytes.length == 0) ? Flux.empty()
				: Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)));
		return new ReachHttpBody(bytes, content, contentType, bytes.length, true);
	}

	/**
	 * Return a body of plain text in UTF-8.
	 * @param text the text
	 * @return a replayable body
	 */
	public static ReachHttpBody text(String text) {
		return text(text, TEXT);
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
	 * Return a value as JSON, written in the way of the Reach API and not with the
	 * settings of the application. JSON that is text already goes into
	 * {@link #text(String, MediaType)}.
	 * @param value the value
	 * @return a replayable body
	 * @throws tools.jackson.core.JacksonException if the value cannot be written
	 */
	public static ReachHttpBody json(Object value) {
		return bytes(Json.MAPPER.writeValueAsBytes(value), MediaType.APPLICATION_JSON);
	}

	/**
	 * Return a form, encoded as {@code application/x-www-form-urlencoded} in UTF-8.
	 * @param fields the values by name, in the order in which they are sent
	 * @return a replayable body
	 */
	public static ReachHttpBody form(Map<String, List<String>> fields) {
		return bytes(FormContent.of(fields), MediaType.APPLICATION_FORM_URLENCODED);
	}

	/**
	 * Return the content of a file. It is read as it is sent, each time anew and never as
	 * a whole. The length is that of the file now; a request fails if the file has
	 * another one when it is sent.
	 * @param file the file
	 * @param contentType the media type
	 * @return a replayable body
	 * @throws IllegalArgumentException if the file is not there or cannot be read
	 */
	public static ReachHttpBody file(Path file, MediaType contentType) {
		return resource(new FileSystemResource(file), contentType);
	}

	/**
	 * Return the content of a resource. It is read as it is sent, each time anew and
	 * never as a whole.
	 * @param resource the resource
	 * @param contentType the media type
	 * @return a replayable body, or a one-shot body if the resource is an open stream
	 * @throws IllegalArgumentException if the resource is not there or cannot be read
	 */
	public static ReachHttpBody resource(Resource resource, MediaType contentType) {
		ResourceContent content = ResourceContent.of(resource);
		return new ReachHttpBody(null, content.buffers(), contentType, content.length(), !resource.isOpen());
	}

	/**
	 * Return a {@code multipart/form-data} body, see RFC 7578. Parts are strings,
	 * {@link Resource resources}, bytes, publishers, or any other value, which is written
	 * as JSON; resources are read as they are sent. The boundary is chosen here, so each
	 * time the body is sent it has the same bytes. It is sent in chunks, as its length is
	 * not known before. A request with it must have no {@code Content-Type} of its own.
	 * @param parts the parts by name, as made by
	 * {@link org.springframework.http.client.MultipartBodyBuilder}
	 * @return a replayable body, or a one-shot body if one of the parts is a publisher or
	 * an open stream
	 * @throws IllegalArgumentException if a name or a header of a part has a character
	 * that would make another header of it
	 */
	public static ReachHttpBody multipart(MultiValueMap<String, HttpEntity<?>> parts) {
		MultipartContent content = new MultipartContent(parts, Json.MAPPER);
		return new ReachHttpBody(null, content.buffers(), content.contentType(), -1, content.isReplayable());
	}

	/**
	 * Return a body that is sent as it is produced. It can be sent once, so a request
	 * with it is never repeated. A stream of another length than the declared one fails.
	 * @param stream the buffers
	 * @param contentType the media type, or {@code null} to say nothing about it
	 * @param contentLength the number of bytes, or -1 if it is not known
	 * @return a one-shot body
	 */
	public static ReachHttpBody stream(Publisher<? extends DataBuffer> stream, @Nullable MediaType contentType,
			long contentLength) {
		return new ReachHttpBody(null, DeclaredLength.hold("stream", contentLength, stream), contentType, contentLength,
				false);
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
		return this.replayable;
	}

	/**
	 * Return whether the bytes are in memory, to be looked at before they are sent.
	 * @return {@code false} for a stream, a file and a multipart body
	 */
	public boolean isInMemory() {
		return this.bytes != null;
	}

	/**
	 * Return the media type.
	 * @return the media type, or {@code null} if there is no body or it is not known
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
	 * Return the bytes of a body that is in memory.
	 * @return the bytes, not to be changed
	 * @throws IllegalStateException if the body is not in memory
	 */
	public byte[] bytes() {
		if (this.bytes == null) {
			throw new IllegalStateException(
					"The body is read as it is sent and has no bytes to look at before; see isInMemory()");
		}
		return this.bytes;
	}

	/**
	 * Return the body as buffers.
	 * @return the buffers, empty if there is no body
	 */
	public Flux<DataBuffer> buffers() {
		return Flux.from(this.content);
	}

	/**
	 * Return this body with something done to its buffers as they are read.
	 * @param buffers given the buffers, returns as many bytes as they hold
	 * @return a copy, which is not in memory
	 */
	public ReachHttpBody mapBuffers(UnaryOperator<Flux<DataBuffer>> buffers) {
		return new ReachHttpBody(null, Flux.defer(() -> buffers.apply(buffers())), this.contentType, this.contentLength,
				this.replayable);
	}

	/**
	 * Return this body as one that is sent once, so that a request with it is never
	 * repeated.
	 * @return a one-shot body, in memory if this one is
	 */
	public ReachHttpBody once() {
		return new ReachHttpBody(this.bytes, this.content, this.contentType, this.contentLength, false);
	}

	@Override
	public String toString() {
		if (isNone()) {
			return "none";
		}
		Object type = (this.contentType != null) ? this.contentType : "type unknown";
		return (this.contentLength < 0) ? "%s (length unknown)".formatted(type)
				: "%s (%d bytes)".formatted(type, this.contentLength);
	}

	/**
	 * Is loaded when a body is JSON.
	 */
	private static final class Json {

		static final JsonMapper MAPPER = PayloadMapper.create();

	}

}
