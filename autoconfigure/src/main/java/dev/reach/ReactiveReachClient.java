package dev.reach;

import java.time.Duration;
import java.util.Map;

import dev.reach.authentix.ReactiveAuthentix;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReactiveHttpOperations;
import dev.reach.messaging.ReactiveMessaging;
import dev.reach.resilience.Resilience;

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
	 * Return what this client does against failures. Its budget and permits are those in
	 * use.
	 * @return the resilience
	 */
	Resilience resilience();

	/**
	 * Describe what a call passes, in the order in which it does, with the figures of the
	 * connections. Shows no secret and is meant for people: its form may change.
	 * @return some lines of text
	 */
	String describe();

	/**
	 * Start a client that differs from this one in what the builder is told. It shares
	 * connections, retry budget and permits with this one, unless that is what is
	 * changed, and closing it closes only what it does not share. This client stays as it
	 * is.
	 * @return a builder that holds what this client was built from
	 */
	ReachClient.Builder mutate();

	/**
	 * Return this client with further headers on each request.
	 * @param headers the values by name, in place of those this client has
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withHeaders(Map<String, String> headers) {
		ReachClient.Builder builder = mutate();
		headers.forEach(builder::header);
		return builder.build().reactive();
	}

	/**
	 * Return this client with cookies on each request to its hosts.
	 * @param cookies the values by name, in place of those this client has
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withCookies(Map<String, String> cookies) {
		ReachClient.Builder builder = mutate();
		cookies.forEach(builder::cookie);
		return builder.build().reactive();
	}

	/**
	 * Return this client with another time for a whole call.
	 * @param requestTimeout the time, more than zero
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withTimeout(Duration requestTimeout) {
		return mutate().requestTimeout(requestTimeout).build().reactive();
	}

	/**
	 * Return this client with another resilience.
	 * @param resilience what to do against failures; one made from {@link #resilience()}
	 * shares what it does not change
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withResilience(Resilience resilience) {
		return mutate().resilience(resilience).build().reactive();
	}

	/**
	 * Return this client with other credentials.
	 * @param credentials gives the credentials, asked for each attempt
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withCredentials(ReachCredentialsProvider credentials) {
		return mutate().credentials(credentials).build().reactive();
	}

	/**
	 * Return this client with another transport.
	 * @param client the transport; whoever made it closes it
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReactiveReachClient withHttpClient(ReachHttpClient client) {
		return mutate().httpClient(client).build().reactive();
	}

	/**
	 * Close the connections. Calls under way may fail.
	 */
	@Override
	void close();

}
