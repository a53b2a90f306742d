package dev.reach.autoconfigure;

import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * How the transport finds its proxies. Nothing is read unless a transport asks for it: an
 * application may have one of its own.
 */
@Configuration(proxyBeanMethods = false)
class ReachProxyConfiguration {

	@Bean
	@Lazy
	ProxyResolverFactory reachProxyResolverFactory(Environment environment) {
		return new ProxyResolverFactory(environment);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ProxyResolver reachProxyResolver(ProxyResolverFactory factory, ReachProperties properties) {
		return factory.create(properties.proxy(), (key) -> "reach.proxy." + key);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ProxyAuthenticator reachProxyAuthenticator() {
		return ProxyAuthenticator.standard();
	}

}
