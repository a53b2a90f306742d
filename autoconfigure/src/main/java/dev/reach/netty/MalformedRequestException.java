package dev.reach.netty;

/**
 * A request that can be understood in more than one way, or in none. The message tells
 * the caller which rule is broken and shows nothing of the request.
 */
final class MalformedRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String rule;

	MalformedRequestException(String rule) {
		super(rule, null, false, false);
		this.rule = rule;
	}

	String rule() {
		return this.rule;
	}

	static void require(boolean condition, String rule) {
		if (!condition) {
			throw new MalformedRequestException(rule);
		}
	}

}
