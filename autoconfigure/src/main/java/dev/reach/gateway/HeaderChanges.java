package dev.reach.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.reach.http.HeaderRules;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * What a handler is told to do to the headers of requests.
 *
 * @param added values by name
 * @param removed names
 */
record HeaderChanges(Map<String, String> added, Set<String> removed) {

	static final HeaderChanges NONE = new HeaderChanges(Map.of(), Set.of());

	HeaderChanges adding(String name, String value) {
		HeaderRules.requireName(name);
		HeaderRules.requireValue(name, value);
		Assert.isTrue(!HopByHop.includes(name) && !HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name),
				() -> "The header '%s' belongs to the connection and cannot be set".formatted(name));
		Map<String, String> all = new LinkedHashMap<>(this.added);
		all.put(name, value);
		return new HeaderChanges(all, this.removed);
	}

	HeaderChanges removing(Set<String> names) {
		names.forEach(HeaderRules::requireName);
		Set<String> all = new TreeSet<>(this.removed);
		all.addAll(names);
		return new HeaderChanges(this.added, all);
	}

	void applyTo(HttpHeaders headers) {
		this.removed.forEach(headers::remove);
		this.added.forEach(headers::set);
	}

}
