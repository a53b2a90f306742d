package dev.reach.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.host.HostSelector;
import dev.reach.http.ReachHttpClientFactory;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.netty.ReactorNettyHttpClientFactory;
import dev.reach.proxy.ProxyAuthenticator;
import dev.reach.proxy.ProxyResolver;
import dev.reach.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Builds the clients of further accounts.
 */
final class NamedReachClients {

	static final String BEAN_NAME = "namedReachClients";

	private final BeanFactory beanFactory;

	private final Environment environment;

	private final ReachClientBuilderConfigurer configurer;

	NamedReachClients(BeanFactory beanFactory, Environment environment, ReachClientBuilderConfigurer configurer) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.configurer = configurer;
	}

	ReachClient client(String name) {
		try {
			return build(name);
		}
		catch (InvalidReachPropertyException ex) {
			throw whereItStands(name, ex);
		}
	}

	ReactiveReachClient reactiveClient(String name) {
		return this.beanFactory.getBean(NamedReachClientRegistrar.beanName(name), ReachClient.class).reactive();
	}

	private ReachClient build(String name) {
		if (isSet(name, "gateway")) {
			throw new InvalidReachPropertyException("reach.clients." + name + ".gateway",
					"The gateway is not of one account; use reach.gateway");
		}
		ReachPropertyMapper mapper = new ReachPropertyMapper(NamedReachProperties.bind(this.environment, name));
		PropertiesReachConnectionDetails own = new PropertiesReachConnectionDetails(mapper.properties(),
				this.environment);
		ReachClient.Builder builder = ReachClient.builder()
			.name(name)
			.baseUrls(baseUrls(name, own))
			.hostSelector(hostSelector(name, mapper))
			.credentials(credentials(name, own))
			.requestSigner(requestSigner(name, mapper))
			.headers(headers(name, mapper))
			.redirectPolicy(redirectPolicy(name, mapper))
			.cookieStore(mapper.cookieStore(null));
		return this.configurer.configure(name, builder, mapper, retryPolicy(name, mapper), transports(name, mapper))
			.build();
	}

	private InvalidReachPropertyException whereItStands(String name, InvalidReachPropertyException ex) {
		String key = ex.property().startsWith("reach.") ? ex.property().substring("reach.".length()) : "";
		boolean own = ConfigurationPropertyName.isValid(key) && isSet(name, key);
		return own ? new InvalidReachPropertyException("reach.clients." + name + "." + key, ex.rule()) : ex;
	}

	private List<URI> baseUrls(String name, ReachConnectionDetails own) {
		if (isSet(name, "base-urls")) {
			return own.getBaseUrls();
		}
		return isSet(name, "base-url") ? List.of(own.getBaseUrl())
				: this.beanFactory.getBean(ReachConnectionDetails.class).getBaseUrls();
	}

	private HostSelector hostSelector(String name, ReachPropertyMapper mapper) {
		boolean own = Stream.of("base-urls", "host-selection", "host-selection-period")
			.anyMatch((key) -> isSet(name, key));
		return own ? mapper.hostSelector() : this.beanFactory.getBean(HostSelector.class);
	}

	private RetryPolicy retryPolicy(String name, ReachPropertyMapper mapper) {
		boolean own = isSet(name, "retry") || isSet(name, "max-tries");
		return own ? mapper.retryPolicy() : this.beanFactory.getBean(RetryPolicy.class);
	}

	private RedirectPolicy redirectPolicy(String name, ReachPropertyMapper mapper) {
		return isSet(name, "redirects") ? mapper.redirectPolicy() : this.beanFactory.getBean(RedirectPolicy.class);
	}

	private ReachCredentialsProvider credentials(String name, ReachConnectionDetails own) {
		if (hasCredentials(name)) {
			ReachCredentials credentials = own.getCredentials();
			return ReachCredentialsProvider.of(credentials);
		}
		return this.beanFactory.getBean(ReachCredentialsProvider.class);
	}

	// A secret belongs to the account whose key it comes with.
	private RequestSigner requestSigner(String name, ReachPropertyMapper mapper) {
		if (isSet(name, "api-secret")) {
			return mapper.requestSigner();
		}
		if (hasCredentials(name)) {
			return RequestSigner.NONE;
		}
		boolean own = isSet(name, "signature-header") || isSet(name, "nonce-header");
		return own ? mapper.requestSigner() : this.beanFactory.getBean(RequestSigner.class);
	}

	private boolean hasCredentials(String name) {
		return isSet(name, "api-user") || isSet(name, "api-key");
	}

	private ReachHeaders headers(String name, ReachPropertyMapper mapper) {
		boolean own = isSet(name, "user-agent-extensions") || isSet(name, "headers");
		return own ? mapper.headers() : this.beanFactory.getBean(ReachHeaders.class);
	}

	private @Nullable ReachHttpClientFactory transports(String name, ReachPropertyMapper mapper) {
		ReachHttpClientFactory shared = this.beanFactory.getBeanProvider(ReachHttpClientFactory.class).getIfAvailable();
		if (!(shared instanceof ReactorNettyHttpClientFactory netty)) {
			return shared;
		}
		ObjectProvider<HttpClientSettings> settings = this.beanFactory.getBeanProvider(HttpClientSettings.class);
		ObjectProvider<SslBundles> sslBundles = this.beanFactory.getBeanProvider(SslBundles.class);
		return netty.withSettings(
				mapper.httpClientSettings(settings.getIfAvailable(HttpClientSettings::defaults), sslBundles,
						this.environment),
				mapper.poolSettings(), mapper.proxySettings(proxyResolver(name, mapper),
						this.beanFactory.getBean(ProxyAuthenticator.class), sslBundles));
	}

	ProxyResolver proxyResolver(String name, ReachPropertyMapper mapper) {
		if (!isSet(name, "proxy")) {
			return this.beanFactory.getBean(ProxyResolver.class);
		}
		return this.beanFactory.getBean(ProxyResolverFactory.class)
			.create(mapper.properties().proxy(), (key) -> isSet(name, "proxy." + key)
					? "reach.clients." + name + ".proxy." + key : "reach.proxy." + key);
	}

	private boolean isSet(String name, String key) {
		return NamedReachProperties.isSet(this.environment, name, key);
	}

}
