package dev.reach.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request breaks a rule of the API contract and was therefore not sent.
 *
 * @since 0.1.0
 */
public class ReachValidationException extends ReachException {

	private final List<Violation> violations;

	/**
	 * Create a new exception.
	 * @param request what was to be sent, for example "SendMessage"
	 * @param violations the broken rules, at least one
	 */
	public ReachValidationException(String request, List<Violation> violations) {
		super(violations.stream()
			.map(Violation::toString)
			.collect(Collectors.joining("; ", request + " was not sent: ", "")), null, Delivery.NOT_SENT);
		this.violations = List.copyOf(violations);
	}

	/**
	 * Return the broken rules.
	 * @return the rules, in the order of the parameters
	 */
	public List<Violation> violations() {
		return this.violations;
	}

}
