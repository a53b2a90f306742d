package dev.reach.error;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Collects the rules that a request breaks, so that the caller hears of all of them at
 * once.
 *
 * @since 0.1.0
 */
public final class Violations {

	private final List<Violation> found = new ArrayList<>();

	/**
	 * Check one text value.
	 * @param field the name of the parameter
	 * @param value the value, of which only the length is kept
	 * @param valid whether the value keeps the rule
	 * @param rule the rule in words
	 * @return this collector
	 */
	public Violations check(String field, @Nullable CharSequence value, boolean valid, String rule) {
		if (!valid) {
			this.found.add(new Violation(field, rule, (value != null) ? value.length() : null));
		}
		return this;
	}

	/**
	 * Check that a number, if there is one, lies in a range.
	 * @param field the name of the parameter
	 * @param value the value or {@code null}
	 * @param min the smallest value allowed
	 * @param max the largest value allowed
	 * @return this collector
	 */
	public Violations checkRange(String field, @Nullable Integer value, int min, int max) {
		boolean valid = (value == null) || (value >= min && value <= max);
		return valid ? this : check(field, null, false, "must be between %d and %d".formatted(min, max));
	}

	/**
	 * Fail if a rule was broken.
	 * @param request what the values were for, for example "SendMessage"
	 * @throws ReachValidationException if there is a violation
	 */
	public void throwIfAny(String request) {
		if (!this.found.isEmpty()) {
			throw new ReachValidationException(request, List.copyOf(this.found));
		}
	}

}
