package dev.reach.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/**
 * Compresses the bodies of requests with gzip, see RFC 9110, section 8.4. A body stays as
 * it is if it is not in memory, is compressed already, as an image is, or would not get
 * smaller, or if its request has a {@code Content-Encoding}. The same body always gives
 * the same bytes.
 *
 * @param minRequestSize the smallest body to compress
 * @since 0.1.0
 */
public record RequestCompression(DataSize minRequestSize) {

	/**
	 * Compresses nothing.
	 */
	public static final RequestCompression NONE = new RequestCompression(DataSize.ofBytes(Long.MAX_VALUE));

	private static final Set<String> COMPRESSED_TYPES = Set.of("image", "video", "audio");

	private static final Set<String> COMPRESSED_SUBTYPES = Set.of("gzip", "x-gzip", "zip", "zstd", "x-bzip2", "x-xz",
			"x-7z-compressed");

	/**
	 * Compress the body of a request.
	 * @param request the request
	 * @return the request with a smaller body, or the same
	 */
	public ReachHttpRequest apply(ReachHttpRequest request) {
		ReachHttpBody body = request.body();
		if (!isCompressible(request)) {
			return request;
		}
		byte[] compressed = gzip(body.bytes());
		MediaType contentType = body.contentType();
		if (compressed.length >= body.contentLength() || contentType == null) {
			return request;
		}
		return request.mutate()
			.header(HttpHeaders.CONTENT_ENCODING, "gzip")
			.body(ReachHttpBody.bytes(compressed, contentType))
			.build();
	}

	private boolean isCompressible(ReachHttpRequest request) {
		ReachHttpBody body = request.body();
		return body.isInMemory() && body.contentLength() > 0 && body.contentLength() >= this.minRequestSize.toBytes()
				&& !request.headers().containsHeader(HttpHeaders.CONTENT_ENCODING)
				&& !isCompressed(contentType(request));
	}

	private static @Nullable MediaType contentType(ReachHttpRequest request) {
		try {
			MediaType own = request.headers().getContentType();
			return (own != null) ? own : request.body().contentType();
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	private static boolean isCompressed(@Nullable MediaType type) {
		return type != null && !isText(type)
				&& (COMPRESSED_TYPES.contains(type.getType()) || COMPRESSED_SUBTYPES.contains(type.getSubtype()));
	}

	private static boolean isText(MediaType type) {
		return "xml".equals(type.getSubtypeSuffix());
	}

	private static byte[] gzip(byte[] content) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 2);
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

}
