package dev.reach.proxy;

import dev.reach.error.ReachConfigurationException;

/**
 * A proxy setting that cannot be used. Names where it stands and the rule it breaks, not
 * its value, which may hold a password.
 *
 * @since 0.1.0
 */
public class InvalidProxyException extends ReachConfigurationException {

	private final String source;

	private final String rule;

	/**
	 * Create a new exception.
	 * @param source the property or variable
	 * @param rule the rule it breaks
	 */
	public InvalidProxyException(String source, String rule) {
		super("The proxy in '%s' cannot be used: %s".formatted(source, rule));
		this.source = source;
		this.rule = rule;
	}

	/**
	 * Return where the setting stands.
	 * @return the name of the property or variable
	 */
	public String source() {
		return this.source;
	}

	/**
	 * Return what is wrong with it.
	 * @return the rule it breaks, as a sentence without a capital and full stop
	 */
	public String rule() {
		return this.rule;
	}

}
