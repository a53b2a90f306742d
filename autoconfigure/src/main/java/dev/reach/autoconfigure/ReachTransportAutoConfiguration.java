package dev.reach.autoconfigure;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.netty.WebClientTransport;
import dev.reach.observation.ObservationExchangeObserver;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for the transport of the client: Reactor Netty, with what the
 * application does to Spring Boot's builder of connectors.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ReachAutoConfiguration.class,
		after = { ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "reach.enabled", matchIfMissing = true)
public final class ReachTransportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ ReachHttpClientFactory.class, ReachHttpClient.class })
	ReactorNettyHttpClientFactory reachHttpClientFactory(ReachPropertyMapper mapper,
			ObjectProvider<WebClientTransport> webClientTransport,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> sharedSettings, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ReactorResourceFactory> resources, ProxyResolver proxyResolver,
			ProxyAuthenticator proxyAuthenticator, Environment environment) {
		HttpClientSettings settings = mapper
			.httpClientSettings(sharedSettings.getIfAvailable(HttpClientSettings::defaults), sslBundles, environment);
		return new ReactorNettyHttpClientFactory(webClientBuilder(webClientTransport.getIfAvailable()),
				reactor(connectorBuilder), settings, mapper.poolSettings(),
				mapper.proxySettings(proxyResolver, proxyAuthenticator, sslBundles), resources.getIfAvailable());
	}

	private static WebClient.@Nullable Builder webClientBuilder(@Nullable WebClientTransport transport) {
		if (transport == null) {
			return null;
		}
		WebClient.Builder builder = transport.builder().clone();
		ObservationExchangeObserver.leaveToCall(builder);
		return builder;
	}

	private static ReactorClientHttpConnectorBuilder reactor(
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder) {
		return (connectorBuilder.getIfAvailable() instanceof ReactorClientHttpConnectorBuilder reactor) ? reactor
				: ClientHttpConnectorBuilder.reactor();
	}

}
