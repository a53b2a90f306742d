package dev.reach.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import dev.reach.autoconfigure.ReachConnectionDetails;
import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import dev.reach.proxy.ProxyType;
import dev.reach.proxy.ReachProxy;
import dev.reach.test.MockReachServer;
import io.netty.handler.codec.http.HttpRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.littleshoot.proxy.ActivityTrackerAdapter;
import org.littleshoot.proxy.FlowContext;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * What the application would meet in a company, all in this process: a proxy, and behind
 * it the simulated service under a name that only the proxy knows. The port of the proxy
 * is not known in advance, so a bean takes the place of {@code HTTPS_PROXY}.
 */
@Configuration(proxyBeanMethods = false)
@Profile("proxy")
class ProxyConfiguration {

	private static final Log logger = LogFactory.getLog(ProxyConfiguration.class);

	private static final String HOST = "api.reach.test";

	@Bean
	MockReachServer reachServer(SslBundles sslBundles) {
		return MockReachServer.start(sslBundles.getBundle("simulator"));
	}

	@Bean
	ReachConnectionDetails reachConnectionDetails(MockReachServer server) {
		URI url = URI.create("https://" + HOST + ":" + server.baseUrl().getPort());
		return ReachConnectionDetails.of(url, server.credentials());
	}

	@Bean(destroyMethod = "abort")
	HttpProxyServer proxyServer() {
		return DefaultHttpProxyServer.bootstrap()
			.withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withServerResolver((host, port) -> host.equals(HOST)
					? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : new InetSocketAddress(host, port))
			.plusActivityTracker(new RequestLogger())
			.start();
	}

	@Bean
	ProxyResolver proxyResolver(HttpProxyServer server) {
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "127.0.0.1", server.getListenAddress().getPort(), null);
		return (target) -> ProxyDecision.via(proxy, "the profile 'proxy'");
	}

	private static final class RequestLogger extends ActivityTrackerAdapter {

		@Override
		public void requestReceivedFromClient(FlowContext flow, HttpRequest request) {
			logger.info("The proxy saw: %s %s".formatted(request.method(), request.uri()));
		}

	}

}
