package dev.reach.credential;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.HeaderRules;

/**
 * Names of two headers that one step sets.
 */
final class HeaderNames {

	private HeaderNames() {
	}

	static void requireDistinct(String contents, String first, String second) {
		try {
			HeaderRules.requireName(first);
			HeaderRules.requireName(second);
		}
		catch (IllegalArgumentException ex) {
			throw new ReachConfigurationException(String.valueOf(ex.getMessage()));
		}
		if (first.equalsIgnoreCase(second)) {
			throw new ReachConfigurationException("%s cannot both be in the header '%s'".formatted(contents, first));
		}
	}

}
