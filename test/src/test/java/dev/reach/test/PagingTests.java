package dev.reach.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

import dev.reach.ReachClient;
import dev.reach.error.ReachServerException;
import dev.reach.error.ReachValidationException;
import dev.reach.page.PagedIterable;
import dev.reach.test.Listing.Slice;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link dev.reach.page.Pages}, through all lists of both clients.
 */
class PagingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@StartStop
	private final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.client = LoopbackClient.of(this.server);
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource
	void eachWalkOfTheBlockingListFetchesAllPages(Listing listing) {
		PagedAnswers answers = serve(listing, 7, 3);
		PagedIterable<?> list = listing.blocking(this.client, Slice.ofSize(5));
		assertThat(list).extracting(Listing::id).containsExactlyElementsOf(ids(7));
		assertThat(list.stream().map(Listing::id)).containsExactlyElementsOf(ids(7));
		assertThat(answers.slices()).containsExactly("pageSize=5", "pageSize=3 page=1", "pageSize=3 page=2",
				"pageSize=5", "pageSize=3 page=1", "pageSize=3 page=2");
		assertThat(answers.queries()).allSatisfy((query) -> assertThat(filtersOf(query)).isEqualTo(listing.filters()));
	}

	@ParameterizedTest
	@EnumSource
	void eachSubscriberOfTheReactiveListGetsAllPages(Listing listing) {
		PagedAnswers answers = serve(listing, 7, 3);
		Mono<List<String>> list = listing.reactive(this.client.reactive(), Slice.ofSize(5))
			.map(Listing::id)
			.collectList();
		List<List<String>> walks = Flux.merge(list, list, list).collectList().block(LONG);
		assertThat(walks).containsExactly(ids(7), ids(7), ids(7));
		assertThat(answers.slices()).hasSize(9).containsOnly("pageSize=5", "pageSize=3 page=1", "pageSize=3 page=2");
		assertThat(answers.queries()).allSatisfy((query) -> assertThat(filtersOf(query)).isEqualTo(listing.filters()));
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsFetchedBeforeTheFirstRecordIsAskedFor(Listing listing) {
		PagedAnswers answers = serve(listing, 7, 3);
		PagedIterable<?> list = listing.blocking(this.client, Slice.ALL);
		Iterator<?> iterator = list.iterator();
		assertThat(list.stream()).isNotNull();
		assertThat(answers.queries()).isEmpty();
		assertThat(iterator.hasNext()).isTrue();
		assertThat(iterator.hasNext()).isTrue();
		assertThat(answers.queries()).hasSize(1);
		StepVerifier.create(listing.reactive(this.client.reactive(), Slice.ALL), 0)
			.expectSubscription()
			.then(() -> assertThat(answers.queries()).hasSize(1))
			.thenRequest(1)
			.expectNextCount(1)
			.then(() -> assertThat(answers.queries()).hasSize(2))
			.thenCancel()
			.verify(LONG);
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "3,1", "4,2", "6,2", "7,3" })
	void onlyThePagesThatAreNeededAreFetched(int taken, int pages) {
		PagedAnswers answers = serve(Listing.MESSAGES, 7, 3);
		assertThat(Listing.MESSAGES.blocking(this.client, Slice.ALL).stream().limit(taken).map(Listing::id))
			.containsExactlyElementsOf(ids(taken));
		assertThat(answers.queries()).hasSize(pages);
		List<String> reactive = Listing.MESSAGES.reactive(this.client.reactive(), Slice.ALL)
			.take(taken)
			.map(Listing::id)
			.collectList()
			.block(LONG);
		assertThat(reactive).isEqualTo(ids(taken));
		assertThat(answers.queries()).hasSize(2 * pages);
	}

	@Test
	void searchEndsWithThePageThatHasTheRecord() {
		PagedAnswers answers = serve(Listing.TRIALS, 7, 3);
		assertThat(Listing.TRIALS.blocking(this.client, Slice.ALL).stream().map(Listing::id).anyMatch("4"::equals))
			.isTrue();
		assertThat(answers.queries()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# pageSize, page, limit, records, requests, first request
			-, -, -,    0+7, 1, ''
			-, -, 5,    0+5, 1, pageSize=5
			-, -, 7,    0+7, 1, pageSize=7
			-, -, 100,  0+7, 1, pageSize=100
			-, -, 5000, 0+7, 1, pageSize=1000
			-, -, 0,    0+0, 0, -
			-, -, -1,   0+0, 0, -
			2, -, -,    0+7, 4, pageSize=2
			2, -, 0,    0+0, 0, -
			2, -, 1,    0+1, 1, pageSize=2
			2, -, 4,    0+4, 2, pageSize=2
			2, -, 5,    0+5, 3, pageSize=2
			5, -, 3,    0+3, 1, pageSize=5
			7, -, -,    0+7, 1, pageSize=7
			2, 1, -,    2+5, 3, pageSize=2 page=1
			2, 1, 3,    2+3, 2, pageSize=2 page=1
			-, 0, -,    0+7, 1, page=0
			2, 9, -,    0+0, 1, pageSize=2 page=9
			""")
	void sliceDecidesWhatIsFetched(@Nullable Integer pageSize, @Nullable Integer page, @Nullable Long limit,
			String records, int requests, @Nullable String first) {
		Slice slice = new Slice(pageSize, page, limit);
		int start = Integer.parseInt(records.split("\\+")[0]);
		int count = Integer.parseInt(records.split("\\+")[1]);
		List<String> expected = ids(start + count).subList(start, start + count);
		for (Listing listing : Listing.values()) {
			PagedAnswers answers = serve(listing, 7, 1000);
			assertThat(listing.blocking(this.client, slice)).extracting(Listing::id)
				.containsExactlyElementsOf(expected);
			assertThat(answers.slices()).hasSize(requests);
			assertThat((requests > 0) ? answers.slices().get(0) : null).isEqualTo(first);
			assertThat(listing.reactive(this.client.reactive(), slice).map(Listing::id).collectList().block(LONG))
				.isEqualTo(expected);
			assertThat(answers.slices()).hasSize(2 * requests);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"messages\":[]}", "{\"messages\":null,\"outOfPageRange\":false,\"totalPages\":9}",
			"{\"messages\":[],\"page\":0,\"pageSize\":20,\"totalPages\":9,\"outOfPageRange\":false}" })
	void emptyPageEndsTheWalk(String page) {
		this.server.setDispatcher(FixedAnswer.json(200, page));
		assertThat(Listing.MESSAGES.blocking(this.client, Slice.ALL)).isEmpty();
		assertThat(Listing.MESSAGES.reactive(this.client.reactive(), Slice.ALL).collectList().block(LONG)).isEmpty();
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"outOfPageRange\":true,\"totalPages\":9", ",\"totalPages\":9",
			",\"outOfPageRange\":null,\"totalPages\":9", ",\"outOfPageRange\":false",
			",\"outOfPageRange\":false,\"totalPages\":1", ",\"outOfPageRange\":false,\"totalPages\":0",
			",\"outOfPageRange\":false,\"totalPages\":-1" })
	void envelopeThatPromisesNoMoreEndsTheWalk(String envelope) {
		this.server.setDispatcher(FixedAnswer.json(200, "{\"messages\":[{},{}]%s}".formatted(envelope)));
		assertThat(Listing.MESSAGES.blocking(this.client, Slice.ALL)).hasSize(2);
		assertThat(Listing.MESSAGES.reactive(this.client.reactive(), Slice.ALL).collectList().block(LONG)).hasSize(2);
		assertThat(this.server.getRequestCount()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",\"pageSize\":2", ",\"pageSize\":0", ",\"pageSize\":-1" })
	void serviceThatAlwaysAnswersTheFirstPageDoesNotHoldTheWalkForEver(String pageSize) {
		this.server.setDispatcher(FixedAnswer.json(200,
				"{\"messages\":[{},{}],\"page\":0,\"totalPages\":3,\"outOfPageRange\":false%s}".formatted(pageSize)));
		assertThat(Listing.MESSAGES.blocking(this.client, Slice.ALL)).hasSize(6);
		assertThat(Listing.MESSAGES.reactive(this.client.reactive(), Slice.ALL).collectList().block(LONG)).hasSize(6);
		assertThat(this.server.getRequestCount()).isEqualTo(6);
	}

	@Test
	void failureOfALaterPageComesAfterTheRecordsBeforeIt() {
		enqueueFirstOfTwoPages();
		this.server.enqueue(new MockResponse.Builder().code(500).build());
		List<Object> taken = new ArrayList<>();
		assertThatExceptionOfType(ReachServerException.class)
			.isThrownBy(() -> Listing.MESSAGES.blocking(this.client, Slice.ALL).forEach(taken::add));
		assertThat(taken).hasSize(2);
		enqueueFirstOfTwoPages();
		this.server.enqueue(new MockResponse.Builder().code(500).build());
		StepVerifier.create(Listing.MESSAGES.reactive(this.client.reactive(), Slice.ALL))
			.expectNextCount(2)
			.expectError(ReachServerException.class)
			.verify(LONG);
	}

	@Test
	void iteratorThatIsUsedUpSaysSo() {
		serve(Listing.CONFIGURATIONS, 1, 3);
		Iterator<?> iterator = Listing.CONFIGURATIONS.blocking(this.client, Slice.ALL).iterator();
		iterator.next();
		assertThat(iterator.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
	}

	@ParameterizedTest
	@EnumSource
	void sizeAndNumberThatCannotBeAreRefusedHere(Listing listing) {
		for (Slice slice : List.of(Slice.ofSize(0), Slice.ofSize(-1), new Slice(null, -1, null))) {
			PagedIterable<?> list = listing.blocking(this.client, slice);
			assertThatExceptionOfType(ReachValidationException.class).isThrownBy(() -> list.iterator().hasNext());
			StepVerifier.create(listing.reactive(this.client.reactive(), slice))
				.expectError(ReachValidationException.class)
				.verify(LONG);
		}
		assertThat(this.server.getRequestCount()).isZero();
	}

	private PagedAnswers serve(Listing listing, int records, int largestPage) {
		PagedAnswers answers = new PagedAnswers(listing, records, largestPage);
		this.server.setDispatcher(answers);
		return answers;
	}

	private void enqueueFirstOfTwoPages() {
		this.server.enqueue(new MockResponse.Builder().addHeader("Content-Type", "application/json")
			.body("{\"messages\":[{},{}],\"page\":0,\"pageSize\":2,\"totalPages\":2,\"outOfPageRange\":false}")
			.build());
	}

	private static List<String> ids(int count) {
		return IntStream.range(0, count).mapToObj(String::valueOf).toList();
	}

	private static Map<String, String> filtersOf(Map<String, String> query) {
		Map<String, String> filters = new LinkedHashMap<>(query);
		filters.remove("pageSize");
		filters.remove("page");
		return filters;
	}

}
