package dev.reach.autoconfigure;

import dev.reach.error.ReachException;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The call that tries a client when the application starts did not succeed.
 */
final class StartupVerificationException extends RuntimeException {

	private final String prefix;

	private final @Nullable Integer status;

	StartupVerificationException(String beanName, String prefix, ReachHttpResponse response) {
		super("The Reach client '%s' was tried and answered with %s".formatted(beanName, response));
		this.prefix = prefix;
		this.status = response.status();
		response.earlierFailures().forEach(this::addSuppressed);
	}

	StartupVerificationException(String beanName, String prefix, RuntimeException failure) {
		super("The Reach client '%s' was tried and failed%s".formatted(beanName, because(failure)), failure);
		this.prefix = prefix;
		this.status = null;
	}

	// What others say may hold a secret.
	private static String because(RuntimeException failure) {
		return (failure instanceof ReachException) ? ": " + failure.getMessage()
				: " with " + failure.getClass().getName();
	}

	/**
	 * Return where the properties of the client are.
	 * @return the prefix with its dot
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * Return the status of the response.
	 * @return the status, or {@code null} if none came
	 */
	@Nullable Integer status() {
		return this.status;
	}

}
