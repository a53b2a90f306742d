package dev.reach.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The beginning of what a proxy says, if it is text.
 */
final class AnswerText {

	private static final int MAX_BYTES = 1024;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final @Nullable Charset charset;

	private AnswerText(@Nullable Charset charset) {
		this.charset = charset;
	}

	static AnswerText of(@Nullable String contentType) {
		try {
			MediaType type = MediaType.parseMediaType((contentType != null) ? contentType : "");
			Charset charset = (type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
			return new AnswerText(isText(type) ? charset : null);
		}
		catch (InvalidMediaTypeException ex) {
			return new AnswerText(null);
		}
	}

	private static boolean isText(MediaType type) {
		String subtype = type.getSubtype();
		return type.getType().equals("text") || subtype.endsWith("json") || subtype.endsWith("xml");
	}

	void add(byte[] content) {
		if (this.charset != null) {
			this.bytes.write(content, 0, Math.min(content.length, MAX_BYTES - this.bytes.size()));
		}
	}

	boolean isFull() {
		return this.charset == null || this.bytes.size() == MAX_BYTES;
	}

	@Override
	public String toString() {
		return (this.charset != null) ? this.bytes.toString(this.charset) : "";
	}

}
