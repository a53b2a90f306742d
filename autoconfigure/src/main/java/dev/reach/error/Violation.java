package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * One value that breaks a rule of the API contract, found before anything was sent. Holds
 * the length of the value, never its text.
 *
 * @param field the name of the parameter as the contract has it
 * @param rule the rule in words, for example "must be an E.164 number"
 * @param length the number of characters of the value, or {@code null} if the value is
 * missing or is no text
 * @since 0.1.0
 */
public record Violation(String field, String rule, @Nullable Integer length) {

	@Override
	public String toString() {
		String given = (this.length != null) ? " (%d characters given)".formatted(this.length) : "";
		return "'%s' %s%s".formatted(this.field, this.rule, given);
	}

}
