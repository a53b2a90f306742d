package dev.reach.benchmarks.client;

/**
 * Sends the message and waits for the answer.
 */
@FunctionalInterface
public interface BlockingContestant extends AutoCloseable {

	/**
	 * Send the message.
	 * @return the decoded answer
	 * @throws Exception if that fails
	 */
	Object send() throws Exception;

	@Override
	default void close() {
	}

}
