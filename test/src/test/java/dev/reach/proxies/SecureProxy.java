package dev.reach.proxies;

import java.util.List;

/**
 * A proxy that is called with TLS, by the name in {@link TlsProxyContract#CERTIFICATE}.
 *
 * @param proxy the proxy that sees the requests
 * @param port the port that speaks TLS
 */
record SecureProxy(TestProxy proxy, int port) implements TestProxy {

	@Override
	public String url(String userInfo) {
		return "https://%slocalhost:%d".formatted(userInfo, this.port);
	}

	@Override
	public List<String> requests(int targetPort) {
		return this.proxy.requests(targetPort);
	}

	@Override
	public void close() {
		this.proxy.close();
	}

}
