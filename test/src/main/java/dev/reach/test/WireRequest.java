package dev.reach.test;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * A request as it came over the wire.
 *
 * @param head the request line and the header lines, each with its end
 * @param body the bytes of the body, without the framing of chunks
 */
record WireRequest(String head, byte[] body) {

	String line() {
		return lines().get(0);
	}

	HttpMethod method() {
		return HttpMethod.valueOf(line().substring(0, line().indexOf(' ')));
	}

	String target() {
		return line().substring(line().indexOf(' ') + 1, line().lastIndexOf(' '));
	}

	List<String> values(String name) {
		return headers().getOrEmpty(name);
	}

	boolean isChunked() {
		return values(HttpHeaders.TRANSFER_ENCODING).contains("chunked");
	}

	boolean hasContent() {
		return isChunked() || headers().getContentLength() > 0;
	}

	HttpHeaders headers() {
		HttpHeaders headers = new HttpHeaders();
		lines().stream().skip(1).forEach((line) -> {
			int colon = line.indexOf(':');
			headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
		});
		return headers;
	}

	ReachHttpRequest toRequest(URI host) {
		HttpHeaders headers = headers();
		MediaType contentType = headers.getContentType();
		ReachHttpBody body = (this.body.length == 0) ? ReachHttpBody.none() : ReachHttpBody.bytes(this.body,
				(contentType != null) ? contentType : MediaType.APPLICATION_OCTET_STREAM);
		return ReachHttpRequest.builder(method(), host + target())
			.headers((target) -> target.putAll(headers))
			.body(body)
			.build();
	}

	private List<String> lines() {
		return Arrays.asList(this.head.split("\r\n"));
	}

}
