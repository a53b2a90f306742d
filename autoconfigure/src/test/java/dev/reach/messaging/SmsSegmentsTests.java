package dev.reach.messaging;

import java.util.stream.Stream;

import dev.reach.messaging.SmsSegments.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmsSegments}.
 */
class SmsSegmentsTests {

	static Stream<Arguments> texts() {
		return Stream.of(gsm("empty", "", 1, 160), gsm("one character", "a", 1, 159),
				gsm("a full message", "a".repeat(160), 1, 0), gsm("one too many", "a".repeat(161), 2, 145),
				gsm("two full segments", "a".repeat(306), 2, 0), gsm("one more", "a".repeat(307), 3, 152),
				gsm("ten full segments", "a".repeat(1530), 10, 0), gsm("eleven segments", "a".repeat(1531), 11, 152),
				gsm("line breaks", "a\nb\r\n", 1, 155), gsm("euro sign", "€", 1, 158),
				gsm("each extension character counts twice", "\f^{}\\[~]|€", 1, 140),
				gsm("a message full of extension characters", "€".repeat(80), 1, 0),
				gsm("the last extension character does not fit", "a".repeat(159) + "€", 2, 145),
				gsm("extension characters do not fill 153", "€".repeat(81), 2, 143),
				gsm("extension character at 153 is not split", "a".repeat(152) + "€" + "a".repeat(8), 2, 143),
				gsm("extension character that ends at 153", "a".repeat(151) + "€" + "a".repeat(8), 2, 145),
				gsm("place lost at 153 can be had", "a".repeat(152) + "€" + "a".repeat(151), 2, 0),
				gsm("place lost at 153 costs a segment", "a".repeat(152) + "€" + "a".repeat(152), 3, 152),
				ucs("one character", "✓", 1, 69), ucs("a full message", "✓".repeat(70), 1, 0),
				ucs("one too many", "✓".repeat(71), 2, 63), ucs("two full segments", "✓".repeat(134), 2, 0),
				ucs("one more", "✓".repeat(135), 3, 66), ucs("ten full segments", "✓".repeat(670), 10, 0),
				ucs("one character turns the whole text", "a".repeat(70) + "✓", 2, 63),
				ucs("extension characters count once", "€€✓", 1, 67),
				ucs("surrogate pairs count twice", "🙂".repeat(35), 1, 0),
				ucs("surrogate pairs do not fill 67", "🙂".repeat(36), 2, 61),
				ucs("surrogate pair at 67 is not split", "✓".repeat(66) + "🙂" + "✓".repeat(5), 2, 60),
				ucs("surrogate pair that ends at 67", "✓".repeat(65) + "🙂" + "✓".repeat(5), 2, 62),
				ucs("place lost at 67 can be had", "✓".repeat(66) + "🙂" + "✓".repeat(65), 2, 0),
				ucs("place lost at 67 costs a segment", "✓".repeat(66) + "🙂" + "✓".repeat(66), 3, 66),
				ucs("half of a surrogate pair", "\ud83d", 1, 69));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("texts")
	void segmentsAreCounted(String name, String text, Encoding encoding, int segments, int charactersLeft) {
		assertThat(SmsSegments.of(text)).isEqualTo(new SmsSegments(encoding, segments, charactersLeft));
	}

	@Test
	void eachCharacterOfTheDefaultAlphabetCountsOnce() {
		String alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
				+ "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
		assertThat(alphabet).hasSize(127);
		assertThat(SmsSegments.of(alphabet)).isEqualTo(new SmsSegments(Encoding.GSM_7, 1, 33));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ç", "`", "\t", "ê", "ẞ", "’", "–", "\u00a0", "А", "\0" })
	void characterOutsideTheDefaultAlphabetNeedsTheOtherEncoding(String character) {
		assertThat(SmsSegments.of("Hello " + character).encoding()).isEqualTo(Encoding.UCS_2);
	}

	private static Arguments gsm(String name, String text, int segments, int charactersLeft) {
		return Arguments.of("GSM-7: " + name, text, Encoding.GSM_7, segments, charactersLeft);
	}

	private static Arguments ucs(String name, String text, int segments, int charactersLeft) {
		return Arguments.of("UCS-2: " + name, text, Encoding.UCS_2, segments, charactersLeft);
	}

}
