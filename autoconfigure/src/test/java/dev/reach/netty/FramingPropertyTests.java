package dev.reach.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link RequestFraming} and the codec of Netty see the same requests in all
 * that is passed on.
 */
class FramingPropertyTests {

	private static final HeadLimits LIMITS = new HeadLimits(4096, 8192);

	@Property(tries = 3000)
	void theCodecSeesTheSameRequests(@ForAll("connections") String sent, @ForAll Random random) {
		List<Long> framed = new ArrayList<>();
		List<Long> decoded = new ArrayList<>();
		EmbeddedChannel codec = new EmbeddedChannel(new HttpServerCodec());
		boolean accepted = feed(sent, random, framed, codec);
		decode(codec, decoded);
		codec.finishAndReleaseAll();
		Statistics.collect(accepted ? "accepted" : "refused");
		assertThat(decoded).as(sent).isEqualTo(framed);
	}

	private static boolean feed(String sent, Random random, List<Long> framed, EmbeddedChannel codec) {
		RequestFraming framing = new RequestFraming(LIMITS);
		long length = 0;
		byte[] bytes = RequestShapes.bytes(sent);
		int passed = 0;
		try {
			for (int start = 0; start < bytes.length;) {
				int end = Math.min(bytes.length, start + 1 + random.nextInt(40));
				ByteBuf piece = Unpooled.wrappedBuffer(bytes, start, end - start);
				while (piece.isReadable()) {
					boolean content = framing.isInContent();
					int before = piece.readerIndex();
					framing.read(piece);
					length += content ? piece.readerIndex() - before : 0;
					if (framing.completed() > framed.size()) {
						framed.add(length);
						length = 0;
					}
					if (framing.isAtBoundary()) {
						int until = start + piece.readerIndex();
						codec.writeInbound(Unpooled.copiedBuffer(bytes, passed, until - passed));
						passed = until;
					}
				}
				start = end;
			}
		}
		catch (MalformedRequestException ex) {
			return false;
		}
		return true;
	}

	private static void decode(EmbeddedChannel codec, List<Long> decoded) {
		long length = 0;
		for (HttpObject next = codec.readInbound(); next != null; next = codec.readInbound()) {
			assertThat(next.decoderResult().isSuccess()).as("%s", next).isTrue();
			length = (next instanceof HttpRequest) ? 0 : length;
			length += (next instanceof HttpContent content) ? content.content().readableBytes() : 0;
			if (next instanceof LastHttpContent) {
				decoded.add(length);
			}
			ReferenceCountUtil.release(next);
		}
	}

	@Provide
	Arbitrary<String> connections() {
		Arbitrary<String> shapes = Arbitraries.of(List.copyOf(RequestShapes.malformedHeads().values()));
		Arbitrary<String> bodies = Arbitraries.of(List.copyOf(RequestShapes.malformedBodies().values()));
		Arbitrary<String> good = Arbitraries
			.of(RequestShapes.wellFormed().values().stream().map((shape) -> shape.text()).toList());
		Arbitrary<String> messages = Arbitraries.frequencyOf(
				List.of(Tuple.of(10, requests()), Tuple.of(4, good), Tuple.of(1, shapes), Tuple.of(1, bodies)));
		Arbitrary<String> connections = messages.list().ofMinSize(1).ofMaxSize(4).map((list) -> String.join("", list));
		return Combinators
			.combine(connections, Arbitraries.integers().between(0, 400), Arbitraries.of(OCTETS),
					Arbitraries.integers().between(0, 3))
			.as(FramingPropertyTests::change);
	}

	private static final List<String> OCTETS = List.of("", " ", "\t", "\r", "\n", "\r\n", "\u0000", ":", ",", ";", "0",
			"1", "a", "\u000b", "\u000c", "\u00a0", "\u0085", "+", "-");

	private static String change(String text, int position, String octets, int kind) {
		if (kind > 1 || position >= text.length()) {
			return text;
		}
		return text.substring(0, position) + octets + text.substring(position + kind);
	}

	private Arbitrary<String> requests() {
		Arbitrary<String> line = Arbitraries.of("GET / HTTP/1.1", "POST /x HTTP/1.1", "HEAD /x?y HTTP/1.1",
				"POST / HTTP/1.0", "PUT http://a/x HTTP/1.1", "OPTIONS * HTTP/1.1");
		Arbitrary<List<String>> fields = Arbitraries
			.of("X: a", "x:", "Connection: keep-alive", "Connection: close", "Expect: 100-continue",
					"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key1: 1", "Sec-WebSocket-Key2: 2",
					"Trailer: X", "TE: trailers", "Content-Type: text/plain", "Content-Encoding: gzip",
					"X-Content-Length: 3", "Content_Length: 3", "Sec-WebSocket-Key: x")
			.list()
			.ofMaxSize(5);
		Arbitrary<String> body = Arbitraries.of("\r\n", "Content-Length: 0\r\n\r\n", "Content-Length: 3\r\n\r\nabc",
				"content-length:05\r\n\r\nGET /", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
				"transfer-encoding:Chunked\r\n\r\n1;x\r\n\n\r\n0a\r\n0123456789\r\n000;y\r\nX: y\r\n\r\n",
				"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
		return Combinators.combine(line, fields, body)
			.as((first, names, rest) -> first + "\r\nHost: a\r\n"
					+ String.join("", names.stream().map((name) -> name + "\r\n").toList()) + rest);
	}

}
