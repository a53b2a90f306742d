package dev.reach.autoconfigure;

import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.observation.ObservationExchangeObserver;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;

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
 * Auto-configuration for the transport of the client: {@link WebClient} on Reactor Netty,
 * with what the application does to Spring Boot's builders.
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
			ObjectProvider<WebClient.Builder> webClientBuilder,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> sharedSettings, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ReactorResourceFactory> resources, ProxyResolver proxyResolver,
			ProxyAuthenticator proxyAuthenticator, Environment environment) {
		WebClient.Builder builder = webClientBuilder.getIfAvailable(WebClient::builder);
		ObservationExchangeObserver.leaveToCall(builder);
		HttpClientSettings settings = mapper
			.httpClientSettings(sharedSettings.getIfAvailable(HttpClientSettings::defaults), sslBundles, environment);
		return new ReactorNettyHttpClientFactory(builder, reactor(connectorBuilder), settings, mapper.poolSettings(),
				mapper.proxySettings(proxyResolver, proxyAuthenticator, sslBundles), resources.getIfAvailable());
	}

	private static ReactorClientHttpConnectorBuilder reactor(
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder) {
		return (connectorBuilder.getIfAvailable() instanceof ReactorClientHttpConnectorBuilder reactor) ? reactor
				: ClientHttpConnectorBuilder.reactor();
	}

}
