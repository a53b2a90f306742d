package dev.reach.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.ByteArrayEncoder;
import org.springframework.core.codec.CharSequenceEncoder;
import org.springframework.core.codec.DataBufferEncoder;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ResourceHttpMessageWriter;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.codec.multipart.MultipartHttpMessageWriter;
import org.springframework.util.Assert;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.MultiValueMap;

/**
 * The parts of a {@code multipart/form-data} body, written by Spring with one boundary.
 */
final class MultipartContent {

	private static final ResolvableType TYPE = ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class,
			HttpEntity.class);

	private final MultiValueMap<String, HttpEntity<?>> parts;

	private final Writer writer;

	MultipartContent(MultiValueMap<String, HttpEntity<?>> parts, JsonMapper jsonMapper) {
		this.parts = new LinkedMultiValueMap<>(parts.size());
		parts.forEach((name, values) -> this.parts.put(name, new ArrayList<>(values)));
		this.parts.forEach((name, values) -> values.forEach((part) -> requireValid(name, part)));
		this.writer = new Writer(jsonMapper);
	}

	MediaType contentType() {
		return this.writer.contentType();
	}

	boolean isReplayable() {
		return this.parts.values().stream().flatMap(List::stream).noneMatch((part) -> isOneShot(part.getBody()));
	}

	Flux<DataBuffer> buffers() {
		return Flux.defer(() -> {
			CapturedMessage message = new CapturedMessage();
			return this.writer.write(Mono.just(this.parts), TYPE, MediaType.MULTIPART_FORM_DATA, message, Map.of())
				.thenMany(Flux.defer(message::body));
		});
	}

	private static boolean isOneShot(@Nullable Object body) {
		return body instanceof Publisher || body instanceof Resource resource && resource.isOpen();
	}

	private static void requireValid(String name, HttpEntity<?> part) {
		Assert.isTrue(name.indexOf('"') == -1 && isOneLine(name),
				() -> "The name of a part has a quotation mark or a line break");
		Assert.isTrue(part.getBody() != null, () -> "The part '%s' has no content".formatted(name));
		if (part.getBody() instanceof Resource resource) {
			ResourceContent.of(resource);
			Assert.isTrue(resource.getFilename() == null || isOneLine(resource.getFilename()),
					() -> "The file name of the part '%s' has a line break".formatted(name));
		}
		requireOneLine(part.getHeaders());
	}

	private static void requireOneLine(HttpHeaders headers) {
		headers.forEach((header, values) -> {
			HeaderRules.requireName(header);
			values.forEach((value) -> Assert.isTrue(isOneLine(value),
					() -> "The header '%s' of a part has a line break".formatted(header)));
		});
	}

	private static boolean isOneLine(String text) {
		return text.chars().noneMatch((character) -> character != '\t' && Character.isISOControl(character));
	}

	/**
	 * Writes with the same boundary each time.
	 */
	private static final class Writer extends MultipartHttpMessageWriter {

		private final byte[] boundary = MimeTypeUtils.generateMultipartBoundary();

		Writer(JsonMapper jsonMapper) {
			super(partWriters(jsonMapper), null);
		}

		MediaType contentType() {
			return getMultipartMediaType(MediaType.MULTIPART_FORM_DATA, this.boundary);
		}

		@Override
		protected byte[] generateMultipartBoundary() {
			return this.boundary;
		}

		@Override
		protected Mono<DataBuffer> generatePartHeaders(HttpHeaders headers, DataBufferFactory bufferFactory) {
			return Mono.defer(() -> {
				requireOneLine(headers);
				return super.generatePartHeaders(headers, bufferFactory);
			});
		}

		private static List<HttpMessageWriter<?>> partWriters(JsonMapper jsonMapper) {
			return List.of(new EncoderHttpMessageWriter<>(new ByteArrayEncoder()),
					new EncoderHttpMessageWriter<>(new DataBufferEncoder()),
					new EncoderHttpMessageWriter<>(CharSequenceEncoder.allMimeTypes()), new ResourceHttpMessageWriter(),
					new EncoderHttpMessageWriter<>(new JacksonJsonEncoder(jsonMapper)));
		}

	}

}
