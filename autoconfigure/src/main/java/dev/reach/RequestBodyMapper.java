package dev.reach;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.util.Assert;
import org.springframework.util.MultiValueMap;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.ReactiveHttpRequestValues;

/**
 * Turns the body of a declared operation into that of a request.
 *
 * @param jsonMapper writes JSON
 */
record RequestBodyMapper(JsonMapper jsonMapper) {

	void map(HttpRequestValues values, ReachHttpRequest.Builder request) {
		Object value = values.getBodyValue();
		MediaType contentType = values.getHeaders().getContentType();
		if (values instanceof ReactiveHttpRequestValues reactive && reactive.getBodyPublisher() != null) {
			request.body(stream(reactive.getBodyPublisher(), reactive.getBodyPublisherElementType(), contentType));
		}
		else if (value instanceof MultiValueMap<?, ?> parts && isMultipart(parts)) {
			request.headers((headers) -> headers.remove(HttpHeaders.CONTENT_TYPE))
				.body(ReachHttpBody.multipart(cast(parts)));
		}
		else if (value != null) {
			request.body(body(value, contentType));
		}
	}

	private ReachHttpBody body(Object value, @Nullable MediaType contentType) {
		if (MediaType.APPLICATION_FORM_URLENCODED.equals(contentType) && value instanceof MultiValueMap<?, ?> form) {
			return ReachHttpBody.form(RequestBodyMapper.<Map<String, List<String>>>cast(form));
		}
		if (value instanceof ReachHttpBody body) {
			return body;
		}
		if (value instanceof byte[] bytes) {
			return ReachHttpBody.bytes(bytes, orElse(contentType, MediaType.APPLICATION_OCTET_STREAM));
		}
		if (value instanceof String text) {
			return ReachHttpBody.text(text, orElse(contentType, MediaType.TEXT_PLAIN));
		}
		if (value instanceof Path file) {
			return ReachHttpBody.file(file, orElse(contentType, typeOf(String.valueOf(file.getFileName()))));
		}
		if (value instanceof InputStream stream) {
			return body(new InputStreamResource(stream), contentType);
		}
		if (value instanceof Resource resource) {
			return ReachHttpBody.resource(resource, orElse(contentType, typeOf(resource.getFilename())));
		}
		Assert.isTrue(!(value instanceof StreamingHttpOutputMessage.Body),
				"A StreamingHttpOutputMessage.Body cannot be sent; use a Publisher<DataBuffer>, a Resource or a Path");
		return ReachHttpBody.bytes(this.jsonMapper.writeValueAsBytes(value), MediaType.APPLICATION_JSON);
	}

	private static ReachHttpBody stream(Publisher<?> publisher, @Nullable ParameterizedTypeReference<?> elementType,
			@Nullable MediaType contentType) {
		boolean buffers = elementType != null && elementType.getType() == DataBuffer.class;
		Assert.isTrue(buffers,
				() -> "A body of a publisher must be one of DataBuffer, and not of %s; a single value is "
						+ "sent as it is, without a publisher"
							.formatted((elementType != null) ? elementType.getType() : null));
		return ReachHttpBody.stream(cast(publisher), orElse(contentType, MediaType.APPLICATION_OCTET_STREAM), -1);
	}

	private static boolean isMultipart(MultiValueMap<?, ?> values) {
		for (List<?> list : values.values()) {
			for (Object value : list) {
				if (value instanceof HttpEntity<?>) {
					return true;
				}
			}
		}
		return false;
	}

	private static MediaType typeOf(@Nullable String fileName) {
		return MediaTypeFactory.getMediaType(fileName).orElse(MediaType.APPLICATION_OCTET_STREAM);
	}

	private static MediaType orElse(@Nullable MediaType given, MediaType otherwise) {
		return (given != null) ? given : otherwise;
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

}
