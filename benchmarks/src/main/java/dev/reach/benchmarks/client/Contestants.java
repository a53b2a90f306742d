package dev.reach.benchmarks.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.netty.WebClientTransport;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * All contestants, ready to send.
 *
 * @param reactive the reactive ones by name
 * @param blocking the blocking ones by name
 * @param client our client
 * @param owned what they need
 */
public record Contestants(Map<String, ReactiveContestant> reactive, Map<String, BlockingContestant> blocking,
		ReachClient client, List<AutoCloseable> owned) implements AutoCloseable {

	/**
	 * Ours.
	 */
	public static final String OURS = "ours";

	/**
	 * Ours, with the transport on {@code WebClient}.
	 */
	public static final String OURS_ON_WEB_CLIENT = "ours on WebClient";

	/**
	 * What ours is measured against.
	 */
	public static final String BARE = "bare WebClient";

	/**
	 * The same once more: shows the noise.
	 */
	public static final String AGAIN = "bare WebClient again";

	/**
	 * Reactor Netty itself.
	 */
	public static final String RAW = "raw Reactor Netty";

	/**
	 * The client of the JDK.
	 */
	public static final String JDK = "JDK HttpClient";

	/**
	 * The client of Twilio.
	 */
	public static final String TWILIO = "twilio-java";

	/**
	 * Create all contestants.
	 * @param url the base URL of the server
	 * @return the contestants
	 */
	public static Contestants create(String url) {
		ConfigurableApplicationContext context = ReachApplication.start(url, List.of());
		List<AutoCloseable> owned = new ArrayList<>();
		ReachClient ours = context.getBean(ReachClient.class);
		Map<String, ReactiveContestant> reactive = new LinkedHashMap<>();
		reactive.put(OURS, ours(context.getBean(ReactiveReachClient.class)));
		ConfigurableApplicationContext onWebClient = ReachApplication.start(url, List.of(OnWebClient.class));
		reactive.put(OURS_ON_WEB_CLIENT, ours(onWebClient.getBean(ReactiveReachClient.class)));
		for (String name : List.of(BARE, AGAIN)) {
			reactive.put(name,
					BareWebClient.create(context.getBean(WebClient.Builder.class), url, transport(name, owned)));
		}
		reactive.put(RAW, RawReactorNetty.create(url, transport(RAW, owned)));
		Map<String, BlockingContestant> blocking = new LinkedHashMap<>();
		blocking.put(OURS, () -> ours.messaging().messagingItems().send(Call.MESSAGE));
		List.of(OURS_ON_WEB_CLIENT, BARE, AGAIN, RAW)
			.forEach((name) -> blocking.put(name, Objects.requireNonNull(reactive.get(name)).blocking()));
		blocking.put(JDK, JdkClient.create(url));
		blocking.put("Apache HttpClient 5", ApacheClient.create(url));
		blocking.put("OkHttp", OkClient.create(url));
		blocking.put(TWILIO, TwilioClient.create(url));
		owned.addAll(blocking.values());
		owned.add(onWebClient);
		owned.add(context);
		return new Contestants(reactive, blocking, ours, owned);
	}

	/**
	 * Return a reactive contestant.
	 * @param name its name
	 * @return the contestant
	 */
	public ReactiveContestant reactive(String name) {
		return Objects.requireNonNull(this.reactive.get(name));
	}

	/**
	 * Return a blocking contestant.
	 * @param name its name
	 * @return the contestant
	 */
	public BlockingContestant blocking(String name) {
		return Objects.requireNonNull(this.blocking.get(name));
	}

	/**
	 * Return our client as a contestant.
	 * @param client the client
	 * @return the contestant
	 */
	public static ReactiveContestant ours(ReactiveReachClient client) {
		return () -> client.messaging().messagingItems().send(Call.MESSAGE);
	}

	private static BareTransport transport(String name, List<AutoCloseable> owned) {
		BareTransport transport = BareTransport.create(name.replace(' ', '-'));
		owned.add(transport);
		return transport;
	}

	@Override
	public void close() {
		for (AutoCloseable resource : this.owned) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException("Could not close " + resource, ex);
			}
		}
	}

	/**
	 * What an application declares whose {@code WebClientCustomizer}s are to apply.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OnWebClient {

		@Bean
		WebClientTransport webClientTransport(WebClient.Builder builder) {
			return new WebClientTransport(builder);
		}

	}

}
