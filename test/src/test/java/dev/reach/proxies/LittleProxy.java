package dev.reach.proxies;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.netty.handler.codec.http.HttpRequest;
import org.littleshoot.proxy.ActivityTrackerAdapter;
import org.littleshoot.proxy.FlowContext;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.HttpProxyServerBootstrap;
import org.littleshoot.proxy.ProxyAuthenticator;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/**
 * A proxy in this process, which knows the name {@value SimulatedTarget#HOST}. It logs
 * method and target.
 */
final class LittleProxy implements TestProxy {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpProxyServer server;

	private LittleProxy(UnaryOperator<HttpProxyServerBootstrap> customizer) {
		this.server = customizer.apply(DefaultHttpProxyServer.bootstrap())
			.withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withServerResolver(LittleProxy::resolve)
			.plusActivityTracker(new RequestTracker())
			.start();
	}

	static TestProxy start() {
		return new LittleProxy(UnaryOperator.identity());
	}

	static TestProxy start(String username, String password) {
		return new LittleProxy((bootstrap) -> bootstrap.withProxyAuthenticator(new OneUser(username, password)));
	}

	@Override
	public int port() {
		return this.server.getListenAddress().getPort();
	}

	@Override
	public List<String> requests(int targetPort) {
		return this.requests.stream().filter((request) -> request.matches(".*:" + targetPort + "(/.*)?")).toList();
	}

	@Override
	public void close() {
		this.server.abort();
	}

	private static InetSocketAddress resolve(String host, int port) {
		boolean known = host.equals(SimulatedTarget.HOST);
		return known ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
				: new InetSocketAddress(host, port);
	}

	private final class RequestTracker extends ActivityTrackerAdapter {

		@Override
		public void requestReceivedFromClient(FlowContext flow, HttpRequest request) {
			LittleProxy.this.requests.add(request.method() + " " + request.uri());
		}

	}

	private record OneUser(String username, String password) implements ProxyAuthenticator {

		@Override
		public boolean authenticate(String username, String password) {
			return username.equals(this.username) && password.equals(this.password);
		}

		@Override
		public String getRealm() {
			return "reach";
		}

	}

}
