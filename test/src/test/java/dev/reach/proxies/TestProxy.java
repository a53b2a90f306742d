package dev.reach.proxies;

import java.util.List;

/**
 * A proxy on a loopback port that tells what it was asked for.
 */
interface TestProxy extends AutoCloseable {

	int port();

	/**
	 * Return what the proxy was asked for. Many log a tunnel when it ends.
	 * @param targetPort the port of the target
	 * @return what its log says about each request to this target
	 */
	List<String> requests(int targetPort);

	/**
	 * Return the URL of the proxy.
	 * @param userInfo user and password in front of an {@code @}, or nothing
	 * @return the URL
	 */
	default String url(String userInfo) {
		return "http://%s127.0.0.1:%d".formatted(userInfo, port());
	}

	@Override
	void close();

}
