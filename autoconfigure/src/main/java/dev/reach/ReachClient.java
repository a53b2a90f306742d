package dev.reach;

import java.net.CookieStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.reach.authentix.Authentix;
import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.error.ErrorMapper;
import dev.reach.error.ResponseValidator;
import dev.reach.host.HostSelector;
import dev.reach.http.HttpOperations;
import dev.reach.http.PathRewrite;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.http.RequestCompression;
import dev.reach.messaging.Messaging;
import dev.reach.middleware.ExchangeObserver;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.middleware.RequestLog;
import dev.reach.resilience.Resilience;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * A client of the Reach API for callers that may block. Safe for use by any number of
 * threads; one instance is meant to live as long as the application. Its string form
 * shows the base URL and the number of connections.
 *
 * @since 0.1.0
 */
public interface ReachClient extends AutoCloseable {

	/**
	 * Return the messaging part of the API.
	 * @return the operations
	 */
	Messaging messaging();

	/**
	 * Return the Authentix part of the API: one-time codes.
	 * @return the operations
	 */
	Authentix authentix();

	/**
	 * Return plain HTTP through the pipeline of this client.
	 * @return the operations
	 */
	HttpOperations http();

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
	 * Return the same client for reactive callers. It shares the connections.
	 * @return the reactive client
	 */
	ReactiveReachClient reactive();

	/**
	 * Return the name of this client in observations and metrics.
	 * @return the name
	 */
	String name();

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
	Builder mutate();

	/**
	 * Return this client with further headers on each request.
	 * @param headers the values by name, in place of those this client has
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withHeaders(Map<String, String> headers) {
		Builder builder = mutate();
		headers.forEach(builder::header);
		return builder.build();
	}

	/**
	 * Return this client with cookies on each request to its hosts.
	 * @param cookies the values by name, in place of those this client has
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withCookies(Map<String, String> cookies) {
		Builder builder = mutate();
		cookies.forEach(builder::cookie);
		return builder.build();
	}

	/**
	 * Return this client with another time for a whole call.
	 * @param requestTimeout the time, more than zero
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withTimeout(Duration requestTimeout) {
		return mutate().requestTimeout(requestTimeout).build();
	}

	/**
	 * Return this client with another resilience.
	 * @param resilience what to do against failures; one made from {@link #resilience()}
	 * shares what it does not change
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withResilience(Resilience resilience) {
		return mutate().resilience(resilience).build();
	}

	/**
	 * Return this client with other credentials.
	 * @param credentials gives the credentials, asked for each attempt
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withCredentials(ReachCredentialsProvider credentials) {
		return mutate().credentials(credentials).build();
	}

	/**
	 * Return this client with another transport.
	 * @param client the transport; whoever made it closes it
	 * @return a derived client, see {@link #mutate()}
	 */
	default ReachClient withHttpClient(ReachHttpClient client) {
		return mutate().httpClient(client).build();
	}

	/**
	 * Close the connections. Calls under way may fail.
	 */
	@Override
	void close();

	/**
	 * Start a client without Spring Boot. In an application with Spring Boot, inject a
	 * {@link Builder}: it has all that is configured.
	 * @return a builder
	 */
	static Builder builder() {
		return new DefaultReachClientBuilder();
	}

	/**
	 * Builds clients.
	 */
	interface Builder {

		/**
		 * Set where the API is.
		 * @param baseUrl the URL, https unless its host is a loopback one; its path is
		 * kept
		 * @return this builder
		 */
		Builder baseUrl(URI baseUrl);

		/**
		 * Set where the API is, if more than one host serves it.
		 * @param baseUrls the URLs, at least one, each as for {@link #baseUrl}
		 * @return this builder
		 */
		Builder baseUrls(List<URI> baseUrls);

		/**
		 * Set what chooses the host of an attempt.
		 * @param selector the selector, {@link HostSelector#fallback()} by default
		 * @return this builder
		 */
		Builder hostSelector(HostSelector selector);

		/**
		 * Set what gives the credentials.
		 * @param credentials gives the credentials, asked for each attempt
		 * @return this builder
		 */
		Builder credentials(ReachCredentialsProvider credentials);

		/**
		 * Set how the credentials travel.
		 * @param scheme the scheme, {@link AuthScheme#headers()} by default
		 * @return this builder
		 */
		Builder authScheme(AuthScheme scheme);

		/**
		 * Set what signs each request to the hosts of the client.
		 * @param signer the signer, {@link RequestSigner#NONE} by default
		 * @return this builder
		 */
		Builder requestSigner(RequestSigner signer);

		/**
		 * Set a change of the paths of relative URIs.
		 * @param rewrite the change, {@link PathRewrite#NONE} by default
		 * @return this builder
		 */
		Builder rewritePath(PathRewrite rewrite);

		/**
		 * Set the headers of each request that does not set them itself.
		 * @param headers the headers, {@link ReachHeaders#standard} by default
		 * @return this builder
		 */
		Builder headers(ReachHeaders headers);

		/**
		 * Set one more header of each request that does not set it itself.
		 * @param name the name
		 * @param value the value, in place of one set before
		 * @return this builder
		 */
		Builder header(String name, String value);

		/**
		 * Set a cookie of each request that goes to the hosts of the client.
		 * @param name the name
		 * @param value the value, in place of one set before
		 * @return this builder
		 */
		Builder cookie(String name, String value);

		/**
		 * Set where cookies are kept that services set. They are returned to the services
		 * that set them, as RFC 6265 says.
		 * @param store the store, of this client only; or {@code null} if cookies are not
		 * kept, which is the default
		 * @return this builder
		 */
		Builder cookieStore(@Nullable CookieStore store);

		/**
		 * Set which redirects are followed.
		 * @param policy the policy, {@link RedirectPolicy#never()} by default
		 * @return this builder
		 */
		Builder redirectPolicy(RedirectPolicy policy);

		/**
		 * Set how many redirects of one call are followed.
		 * @param maxRedirects the largest number, more than zero, 20 by default
		 * @return this builder
		 */
		Builder maxRedirects(int maxRedirects);

		/**
		 * Set which bodies are compressed.
		 * @param compression the compression, {@link RequestCompression#NONE} by default
		 * @return this builder
		 */
		Builder compression(RequestCompression compression);

		/**
		 * Add a middleware.
		 * @param middleware a step that sees each call, in addition to those added before
		 * @return this builder
		 */
		Builder middleware(Middleware middleware);

		/**
		 * Set the initial state of each exchange.
		 * @param state the state, copied for each call; its values are shared by all
		 * calls
		 * @return this builder
		 */
		default Builder state(Map<String, Object> state) {
			Map<String, Object> copy = Map.copyOf(state);
			return state(() -> copy);
		}

		/**
		 * Set what makes the initial state of each exchange, for values that calls must
		 * not share.
		 * @param state asked for each call
		 * @return this builder
		 */
		Builder state(Supplier<Map<String, Object>> state);

		/**
		 * Set what makes the transport.
		 * @param factory makes the transport; the client closes what it makes
		 * @return this builder
		 */
		Builder httpClientFactory(ReachHttpClientFactory factory);

		/**
		 * Set the transport.
		 * @param client the transport; whoever made it closes it
		 * @return this builder
		 */
		Builder httpClient(ReachHttpClient client);

		/**
		 * Set what turns responses that do not mean success into exceptions.
		 * @param errorMapper the mapper, which makes a
		 * {@link dev.reach.error.ReachApiException} by default
		 * @return this builder
		 */
		Builder errorMapper(ErrorMapper errorMapper);

		/**
		 * Set what looks for failures in the bodies of successful responses of declared
		 * operations.
		 * @param validator the validator, none by default
		 * @return this builder
		 */
		Builder responseValidator(ResponseValidator validator);

		/**
		 * Set whether a declared operation fails with
		 * {@link dev.reach.error.ReachUnexpectedStatusException} on a status that its
		 * {@link dev.reach.http.Operation} does not name.
		 * @param fail whether it fails, {@code false} by default
		 * @return this builder
		 */
		Builder failOnUnexpectedStatus(boolean fail);

		/**
		 * Set the time a whole call may take.
		 * @param requestTimeout the time, more than zero, 60 seconds by default
		 * @return this builder
		 */
		Builder requestTimeout(Duration requestTimeout);

		/**
		 * Set the largest response that is read to completion.
		 * @param maxResponseSize the size, more than zero, 10 MB by default
		 * @return this builder
		 */
		Builder maxResponseSize(DataSize maxResponseSize);

		/**
		 * Set what to do against failures.
		 * @param resilience the resilience, {@link Resilience#standard()} by default
		 * @return this builder
		 */
		Builder resilience(Resilience resilience);

		/**
		 * Set what is logged of each attempt.
		 * @param log the log, {@link RequestLog#NONE} by default
		 * @return this builder
		 */
		Builder log(RequestLog log);

		/**
		 * Set what watches the calls.
		 * @param observer the observer, none by default
		 * @return this builder
		 */
		Builder observer(ExchangeObserver observer);

		/**
		 * Set the name of the client in observations.
		 * @param name the name, {@code reach} by default
		 * @return this builder
		 */
		Builder name(String name);

		/**
		 * Set the clock that scheduled times are compared with.
		 * @param clock the clock, that of the system in UTC by default
		 * @return this builder
		 */
		Builder clock(Clock clock);

		/**
		 * Build a client.
		 * @return a new client with connections of its own
		 * @throws dev.reach.error.ReachConfigurationException if the settings cannot work
		 * or would send the credentials in clear
		 */
		ReachClient build();

	}

}
