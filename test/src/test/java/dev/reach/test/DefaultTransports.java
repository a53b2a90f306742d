package dev.reach.test;

import java.time.Duration;

import dev.reach.netty.PoolSettings;
import dev.reach.netty.ProxySettings;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the transports of this project for the tests of the contract.
 */
final class DefaultTransports {

	private DefaultTransports() {
	}

	static ReactorNettyHttpClientFactory factory(WebClient.@Nullable Builder webClientBuilder) {
		return new ReactorNettyHttpClientFactory(webClientBuilder, ClientHttpConnectorBuilder.reactor(),
				HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30)),
				PoolSettings.defaults(), ProxySettings.none(), null);
	}

}
