package dev.reach.host;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HostSelector}. Hosts are written as letters, and what is chosen from
 * one list of candidates after the other as a word.
 */
class HostSelectorTests {

	private static final List<URI> HOSTS = uris("ABC");

	private static final int THREADS = 4;

	private static final int CHOICES = 60_000;

	@ParameterizedTest
	@CsvSource({ "ABC ABC, AA", "BC C, AA" })
	void singleIsAlwaysTheFirst(String candidates, String chosen) {
		assertThat(choices(HostSelector.single(), candidates)).isEqualTo(chosen);
	}

	@ParameterizedTest
	@CsvSource({ "ABC ABC ABC ABC ABC, ABCAB", "ABC AC AC ABC ABC, ACABC", "BC ABC ABC, BCA", "B B ABC ABC, BBCA",
			"C ABC, CA" })
	void roundRobinTakesTheNextCandidate(String candidates, String chosen) {
		assertThat(choices(HostSelector.roundRobin(), candidates)).isEqualTo(chosen);
	}

	@Test
	void roundRobinIsEvenAmongManyThreads() throws Exception {
		assertThat(countsAmongManyThreads(HostSelector.roundRobin())).isEqualTo(evenly());
	}

	@ParameterizedTest
	@CsvSource({ "ABC ABC ABC, AAA", "ABC BC ABC ABC, ABBB", "ABC BC AC ABC, ABCC", "C AB ABC, CAA", "AC C A, ACA" })
	void fallbackStaysWhereItIs(String candidates, String chosen) {
		assertThat(choices(HostSelector.fallback(), candidates)).isEqualTo(chosen);
	}

	@Test
	void fallbackMovesOnOnceForManyThreads() throws Exception {
		HostSelector selector = HostSelector.fallback();
		List<URI> others = uris("BC");
		List<String> chosen = SideBySide.run(THREADS, () -> manyChoices(selector, others));
		assertThat(chosen).containsOnly("B".repeat(CHOICES));
		assertThat(choices(selector, "ABC")).isEqualTo("B");
	}

	@ParameterizedTest
	@CsvSource({ "1, ABC ABC ABC ABC, ABCA", "2, ABC ABC ABC ABC ABC ABC ABC, AABBCCA",
			"3, ABC ABC ABC ABC ABC ABC ABC, AAABBBC", "2, ABC BC ABC ABC ABC, ABBCC", "2, BC ABC ABC, BBC",
			"2, AC AC AC AC AC, AACCA", "2, A A A ABC ABC, AAAAB" })
	void periodicMovesOnAfterItsCalls(int calls, String candidates, String chosen) {
		assertThat(choices(HostSelector.periodic(calls), candidates)).isEqualTo(chosen);
	}

	@Test
	void periodicCountsExactlyAmongManyThreads() throws Exception {
		assertThat(countsAmongManyThreads(HostSelector.periodic(10))).isEqualTo(evenly());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void periodicNeedsAPeriod(int calls) {
		assertThatIllegalArgumentException().isThrownBy(() -> HostSelector.periodic(calls))
			.withMessage("'calls' must be more than zero");
	}

	@ParameterizedTest
	@CsvSource({ "0, ABC ABC, AA", "1, ABC BC, BC", "2, ABC ABC, CC" })
	void randomTakesTheCandidateThatIsDrawn(int drawn, String candidates, String chosen) {
		assertThat(choices(new RandomHostSelector((bound) -> drawn), candidates)).isEqualTo(chosen);
	}

	@Test
	void randomDrawsAmongTheCandidatesOnly() {
		assertThat(choices(new RandomHostSelector((bound) -> bound - 1), "ABC AB A")).isEqualTo("CBA");
	}

	@Test
	void randomIsUniform() {
		assertThat(counts(choices(HostSelector.random(), "AC ".repeat(20_000)))).hasSize(2)
			.allSatisfy((host, count) -> assertThat(count).isBetween(9000L, 11_000L));
	}

	private static Map<String, Long> countsAmongManyThreads(HostSelector selector) throws Exception {
		return counts(String.join("", SideBySide.run(THREADS, () -> manyChoices(selector, HOSTS))));
	}

	private static Map<String, Long> counts(String chosen) {
		return Arrays.stream(chosen.split(""))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private static Map<String, Long> evenly() {
		long each = THREADS * CHOICES / 3;
		return Map.of("A", each, "B", each, "C", each);
	}

	private static String manyChoices(HostSelector selector, List<URI> candidates) {
		return IntStream.range(0, CHOICES)
			.mapToObj((choice) -> selector.select(HOSTS, candidates).toString())
			.collect(Collectors.joining());
	}

	private static String choices(HostSelector selector, String candidates) {
		return Arrays.stream(candidates.split(" "))
			.map((letters) -> selector.select(HOSTS, uris(letters)).toString())
			.collect(Collectors.joining());
	}

	private static List<URI> uris(String letters) {
		return IntStream.range(0, letters.length())
			.mapToObj((index) -> URI.create(letters.substring(index, index + 1)))
			.toList();
	}

}
