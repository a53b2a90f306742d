package dev.reach.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.springframework.util.StringUtils;

/**
 * Cuts a list into the page envelope of the API.
 */
final class SimulatedPage {

	private static final int DEFAULT_SIZE = 20;

	private SimulatedPage() {
	}

	static <R> Map<String, Object> of(String key, List<R> records, Parameters parameters,
			Function<R, Map<String, Object>> view) {
		int page = parameters.number("page", 0, Integer.MAX_VALUE, 20007, 0);
		int size = parameters.number("pageSize", 1, 1000, 20006, DEFAULT_SIZE);
		int pages = (records.size() + size - 1) / size;
		List<Map<String, Object>> items = records.stream().skip((long) page * size).limit(size).map(view).toList();
		Map<String, Object> envelope = new LinkedHashMap<>();
		envelope.put("page", page);
		envelope.put("pageSize", size);
		envelope.put("totalPages", pages);
		envelope.put("outOfPageRange", page >= pages);
		envelope.put("total" + StringUtils.capitalize(key), records.size());
		envelope.put(key, items);
		return envelope;
	}

}
