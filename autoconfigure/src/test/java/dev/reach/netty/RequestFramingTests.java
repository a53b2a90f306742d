package dev.reach.netty;

import java.util.Map;
import java.util.stream.Stream;

import dev.reach.netty.RequestShapes.Accepted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestFraming}.
 */
class RequestFramingTests {

	private static final HeadLimits LIMITS = new HeadLimits(100, 200);

	static Stream<Arguments> malformedHeads() {
		return named(RequestShapes.malformedHeads());
	}

	static Stream<Arguments> malformedBodies() {
		return named(RequestShapes.malformedBodies());
	}

	static Stream<Arguments> wellFormed() {
		return named(RequestShapes.wellFormed());
	}

	private static Stream<Arguments> named(Map<String, ?> shapes) {
		return shapes.entrySet()
			.stream()
			.map((shape) -> Arguments.argumentSet(shape.getKey().replaceAll("\\p{C}", "."), shape.getValue()));
	}

	@ParameterizedTest
	@MethodSource
	void malformedHeads(String shape) {
		byte[] bytes = RequestShapes.bytes(shape);
		for (int split = 0; split < bytes.length; split++) {
			assertThat(passedBeforeRefusal(bytes, split, bytes.length)).isZero();
		}
		assertThat(passedBeforeRefusal(bytes, 0, 1)).isZero();
	}

	@ParameterizedTest
	@MethodSource
	void malformedBodies(String shape) {
		byte[] bytes = RequestShapes.bytes(shape);
		int head = shape.indexOf("\r\n\r\n") + 4;
		for (int split = 0; split < bytes.length; split++) {
			assertThat(passedBeforeRefusal(bytes, split, bytes.length)).isBetween(head, bytes.length - 1);
		}
		assertThat(passedBeforeRefusal(bytes, 0, 1)).isBetween(head, bytes.length - 1);
	}

	@ParameterizedTest
	@MethodSource
	void wellFormed(Accepted shape) {
		byte[] bytes = RequestShapes.bytes(shape.text());
		for (int split = 0; split < bytes.length; split++) {
			assertThat(completed(bytes, split, bytes.length)).isEqualTo(shape.bodies().length);
		}
		assertThat(completed(bytes, 0, 1)).isEqualTo(shape.bodies().length);
	}

	@Test
	void aHeadIsHeldUntilItIsComplete() {
		RequestFraming framing = new RequestFraming(LIMITS);
		byte[] head = RequestShapes.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		for (int index = 0; index < head.length - 1; index++) {
			framing.read(Unpooled.wrappedBuffer(head, index, 1));
			assertThat(framing.isAtBoundary()).isFalse();
		}
		framing.read(Unpooled.wrappedBuffer(head, head.length - 1, 1));
		assertThat(framing.isAtBoundary()).isTrue();
		assertThat(framing.completed()).isOne();
	}

	@Test
	void aBodyIsPassedOnAsItComes() {
		RequestFraming framing = new RequestFraming(LIMITS);
		read(framing, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n");
		ByteBuf piece = Unpooled.buffer(1 << 20).writerIndex(1 << 20);
		for (int count = 0; count < 4768; count++) {
			framing.read(piece.readerIndex(0));
			assertThat(framing.isAtBoundary()).isTrue();
			assertThat(piece.isReadable()).isFalse();
		}
		framing.read(piece.readerIndex(0));
		assertThat(framing.completed()).isOne();
		assertThat(piece.readerIndex()).isEqualTo((int) (5_000_000_000L - 4768L * (1 << 20)));
	}

	@Test
	void theLastChunkIsHeldUntilTheTrailersAreComplete() {
		RequestFraming framing = new RequestFraming(LIMITS);
		read(framing, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
		assertThat(framing.isAtBoundary()).isTrue();
		read(framing, "X: a\r\n");
		assertThat(framing.isAtBoundary()).isFalse();
		assertThat(framing.completed()).isZero();
		read(framing, "\r\n");
		assertThat(framing.isAtBoundary()).isTrue();
		assertThat(framing.completed()).isOne();
	}

	@Test
	void aRequestLineMayBeAsLongAsTheServerTakes() {
		RequestFraming framing = new RequestFraming(LIMITS);
		String line = "GET /" + "x".repeat(86) + " HTTP/1.1";
		assertThat(line).hasSize(100);
		read(framing, line + "\r\nHost: a\r\n\r\n");
		assertThat(framing.completed()).isOne();
		read(framing, line.replace("/", "/x"));
		assertThat(framing.isTooLarge()).isTrue();
		assertThat(framing.isAtBoundary()).isTrue();
	}

	@Test
	void fieldsMayBeAsLongAsTheServerTakes() {
		RequestFraming framing = new RequestFraming(LIMITS);
		String fields = "Host: a\r\nA: " + "x".repeat(90) + "\r\nB: " + "x".repeat(97) + "\r\n";
		assertThat(fields.replace("\r\n", "")).hasSize(200);
		read(framing, "GET / HTTP/1.1\r\n" + fields + "\r\n");
		assertThat(framing.completed()).isOne();
		read(framing, "GET / HTTP/1.1\r\n" + fields + "\r");
		assertThat(framing.isTooLarge()).isFalse();
		read(framing, "\nGET / HTTP/1.1\r\n" + fields + "C");
		assertThat(framing.isTooLarge()).isTrue();
	}

	@Test
	void aLongLineMustBeginAsARequest() {
		assertThatExceptionOfType(MalformedRequestException.class)
			.isThrownBy(() -> read(new RequestFraming(LIMITS), " ".repeat(200)));
	}

	@Test
	void trailersAreLimitedTogetherWithTheHead() {
		RequestFraming framing = new RequestFraming(LIMITS);
		read(framing, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
		read(framing, "X: " + "x".repeat(100) + "\r\n");
		assertThatExceptionOfType(MalformedRequestException.class)
			.isThrownBy(() -> read(framing, "X: " + "x".repeat(100) + "\r\n"))
			.withMessageContaining("too large");
	}

	@Test
	void theRuleThatIsBrokenShowsNothingOfTheRequest() {
		RequestShapes.malformedHeads()
			.forEach((name, shape) -> assertThatExceptionOfType(MalformedRequestException.class).as(name)
				.isThrownBy(() -> read(new RequestFraming(LIMITS), shape))
				.satisfies((ex) -> assertThat(ex.rule()).matches("[A-Za-z0-9 ,;./-]+").doesNotContain("evil")));
	}

	private static int passedBeforeRefusal(byte[] bytes, int first, int step) {
		RequestFraming framing = new RequestFraming(LIMITS);
		int passed = 0;
		try {
			for (int start = 0; start < bytes.length;) {
				int end = (start < first) ? first : Math.min(bytes.length, start + step);
				ByteBuf piece = Unpooled.wrappedBuffer(bytes, start, end - start);
				while (piece.isReadable()) {
					framing.read(piece);
					passed = framing.isAtBoundary() ? start + piece.readerIndex() : passed;
				}
				start = end;
			}
		}
		catch (MalformedRequestException ex) {
			return passed;
		}
		throw new AssertionError("It was not refused; split at " + first);
	}

	private static long completed(byte[] bytes, int first, int step) {
		RequestFraming framing = new RequestFraming(LIMITS);
		for (int start = 0; start < bytes.length;) {
			int end = (start < first) ? first : Math.min(bytes.length, start + step);
			read(framing, Unpooled.wrappedBuffer(bytes, start, end - start));
			start = end;
		}
		assertThat(framing.isAtBoundary()).isTrue();
		return framing.completed();
	}

	private static void read(RequestFraming framing, String text) {
		read(framing, Unpooled.wrappedBuffer(RequestShapes.bytes(text)));
	}

	private static void read(RequestFraming framing, ByteBuf bytes) {
		while (bytes.isReadable()) {
			framing.read(bytes);
		}
	}

}
