package dev.reach.proxies;

import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets the clients of an application prefer HTTP/2 to targets of the bundle
 * {@code target}.
 */
@Configuration(proxyBeanMethods = false)
class Http2Configuration {

	@Bean
	ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> http2(SslBundles bundles) {
		SslManagerBundle managers = bundles.getBundle("target").getManagers();
		GenericSslContextSpec<SslContextBuilder> tls = Http2SslContextSpec.forClient()
			.configure((context) -> context.trustManager(managers.getTrustManagerFactory()));
		return (builder) -> builder
			.withHttpClientCustomizer((client) -> client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
				.secure((spec) -> spec.sslContext(tls)));
	}

}
