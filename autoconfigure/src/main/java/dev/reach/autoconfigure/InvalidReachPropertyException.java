package dev.reach.autoconfigure;

/**
 * A property has a value that cannot be used. The value itself is not kept: it may be
 * secret.
 */
final class InvalidReachPropertyException extends RuntimeException {

	private final String property;

	private final String rule;

	InvalidReachPropertyException(String property, String rule) {
		super("The value of '%s' cannot be used. %s".formatted(property, rule));
		this.property = property;
		this.rule = rule;
	}

	String property() {
		return this.property;
	}

	String rule() {
		return this.rule;
	}

}
