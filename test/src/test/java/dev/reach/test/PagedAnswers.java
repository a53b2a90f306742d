package dev.reach.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * Serves the pages of a list whose records are named 0, 1, 2 and so on.
 */
final class PagedAnswers extends Dispatcher {

	private final Listing listing;

	private final int records;

	private final int largestPage;

	private final List<Map<String, String>> queries = new CopyOnWriteArrayList<>();

	PagedAnswers(Listing listing, int records, int largestPage) {
		this.listing = listing;
		this.records = records;
		this.largestPage = largestPage;
	}

	/**
	 * Return the queries so far.
	 * @return the parameters of each request
	 */
	List<Map<String, String>> queries() {
		return List.copyOf(this.queries);
	}

	/**
	 * Return what the requests asked for besides their filters.
	 * @return for example {@code pageSize=2 page=1}
	 */
	List<String> slices() {
		return this.queries.stream()
			.map((query) -> List.of("pageSize", "page")
				.stream()
				.filter(query::containsKey)
				.map((name) -> name + "=" + query.get(name))
				.collect(Collectors.joining(" ")))
			.toList();
	}

	@Override
	public MockResponse dispatch(RecordedRequest request) {
		Map<String, String> query = query(request.getTarget());
		this.queries.add(query);
		int page = Integer.parseInt(query.getOrDefault("page", "0"));
		int size = Math.min(this.largestPage, Integer.parseInt(query.getOrDefault("pageSize", "20")));
		return new MockResponse.Builder().addHeader("Content-Type", "application/json").body(body(page, size)).build();
	}

	private String body(int page, int size) {
		int pages = (this.records + size - 1) / size;
		String items = IntStream.range(page * size, Math.min(this.records, (page + 1) * size))
			.mapToObj((id) -> "{\"%s\":\"%d\"}".formatted(this.listing.idName(), id))
			.collect(Collectors.joining(","));
		return "{\"page\":%d,\"pageSize\":%d,\"totalPages\":%d,\"outOfPageRange\":%b,\"%s\":[%s]}".formatted(page, size,
				pages, page >= pages, this.listing.key(), items);
	}

	private static Map<String, String> query(String target) {
		Map<String, String> query = new LinkedHashMap<>();
		for (String pair : target.replaceFirst("[^?]*\\??", "").split("&")) {
			int separator = pair.indexOf('=');
			if (separator > 0) {
				query.put(pair.substring(0, separator),
						URLDecoder.decode(pair.substring(separator + 1), StandardCharsets.UTF_8));
			}
		}
		return query;
	}

}
