package dev.reach.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.util.HtmlUtils;

/**
 * The beginning of what a proxy says, if it is text. Of a page in HTML only the text is
 * left: what it begins with is most often its style.
 */
final class AnswerText {

	private static final int MAX_BYTES = 8 * 1024;

	private static final int MAX_LENGTH = 1024;

	private static final Pattern MARKUP = Pattern.compile("(?is)<!--.*?-->|<(style|script)\\b.*?</\\1\\s*>|<[^>]*>");

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final @Nullable Charset charset;

	private final boolean html;

	private AnswerText(@Nullable Charset charset, boolean html) {
		this.charset = charset;
		this.html = html;
	}

	static AnswerText of(@Nullable String contentType) {
		try {
			MediaType type = MediaType.parseMediaType((contentType != null) ? contentType : "");
			Charset charset = (type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
			return new AnswerText(isText(type) ? charset : null, type.getSubtype().contains("html"));
		}
		catch (InvalidMediaTypeException ex) {
			return new AnswerText(null, false);
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
		if (this.charset == null) {
			return "";
		}
		String text = this.bytes.toString(this.charset);
		if (this.html) {
			text = HtmlUtils.htmlUnescape(MARKUP.matcher(text).replaceAll(" ")).replaceAll("\\s+", " ").strip();
		}
		return text.substring(0, Math.min(text.length(), MAX_LENGTH));
	}

}
