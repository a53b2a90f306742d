package dev.reach.netty;

import java.util.List;
import java.util.regex.Pattern;

import dev.reach.http.Octets;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;

/**
 * The lines of a chunked body, see RFC 9112, section 7.1.
 */
final class ChunkedBody {

	/**
	 * The longest line with the size of a chunk and its extensions, in characters.
	 */
	static final int MAX_SIZE_LINE = 512;

	private static final int MAX_SIZE_DIGITS = 16;

	private static final List<AsciiString> NO_TRAILERS = List.of(HttpHeaderNames.CONTENT_LENGTH,
			HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.HOST, HttpHeaderNames.CONNECTION,
			HttpHeaderNames.TRAILER, HttpHeaderNames.UPGRADE);

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

	private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*+\"";

	private static final Pattern EXTENSIONS = Pattern
		.compile("(?:; *+%1$s(?:=(?:%1$s|%2$s))?+)*+".formatted(TOKEN, QUOTED));

	private ChunkedBody() {
	}

	static long parseSize(CharSequence line) {
		int end = 0;
		long size = 0;
		while (end < line.length() && isHex(line.charAt(end))) {
			size = size * 16 + Character.digit(line.charAt(end), 16);
			end++;
			MalformedRequestException.require(end <= MAX_SIZE_DIGITS && size <= Integer.MAX_VALUE,
					"The size of a chunk is too large");
		}
		MalformedRequestException.require(end > 0 && (end == line.length() || line.charAt(end) == ';'),
				"The size of a chunk must be a hexadecimal number");
		MalformedRequestException.require(
				end == line.length() || EXTENSIONS.matcher(line.subSequence(end, line.length())).matches(),
				"The extension of a chunk must be a name with or without a value, in printable ASCII characters");
		return size;
	}

	private static boolean isHex(char octet) {
		return Octets.isDigit(octet) || octet >= 'a' && octet <= 'f' || octet >= 'A' && octet <= 'F';
	}

	static void requireTrailer(FieldLine field) {
		MalformedRequestException.require(NO_TRAILERS.stream().noneMatch(field::isNamed),
				"A field that says where a message ends or whom it is for must not be a trailer");
	}

}
