package dev.reach;

import dev.reach.authentix.ReactiveAuthentix;
import dev.reach.http.ReactiveHttpOperations;
import dev.reach.messaging.ReactiveMessaging;

/**
 * A client of the Reach API for reactive callers: the same operations as
 * {@link ReachClient}, and nothing is sent before a result is subscribed to. Cancelling a
 * subscription ends the exchange. Its string form shows the base URL and the number of
 * connections.
 *
 * @since 0.1.0
 */
public interface ReactiveReachClient extends AutoCloseable {

	/**
	 * Return the messaging part of the API.
	 * @return the operations
	 */
	ReactiveMessaging messaging();

	/**
	 * Return the Authentix part of the API: one-time codes.
	 * @return the operations
	 */
	ReactiveAuthentix authentix();

	/**
	 * Return plain HTTP through the pipeline of this client.
	 * @return the operations
	 */
	ReactiveHttpOperations http();

	/**
	 * Create a client for an interface declared with
	 * {@link org.springframework.web.service.annotation.HttpExchange @HttpExchange},
	 * served by the pipeline of this client.
	 * @param type the interface
	 * @param <T> the interface
	 * @return the client
	 */
	<T> T createClient(Class<T> type);

	/**
	 * Close the connections. Calls under way may fail.
	 */
	@Override
	void close();

}
