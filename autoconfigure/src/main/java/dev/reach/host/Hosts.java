package dev.reach.host;

import java.util.List;
import java.util.stream.Collectors;

import dev.reach.http.BaseUrl;
import dev.reach.http.ReachHttpClient;

import org.springframework.util.Assert;

/**
 * The hosts of a client.
 *
 * @since 0.1.0
 */
public final class Hosts {

	private final List<Host> hosts;

	private final HostSelector selector;

	/**
	 * Create the hosts of a client.
	 * @param hosts the hosts, at least one
	 * @param selector chooses one for each attempt
	 */
	public Hosts(List<Host> hosts, HostSelector selector) {
		Assert.notEmpty(hosts, "'hosts' must not be empty");
		this.hosts = List.copyOf(hosts);
		this.selector = selector;
	}

	/**
	 * Return the base URL of the first host, which stands for all until one is chosen.
	 * @return the base URL
	 */
	public BaseUrl baseUrl() {
		return this.hosts.get(0).baseUrl();
	}

	/**
	 * Return the transport for URIs that are on none of the hosts.
	 * @return the transport of the first host
	 */
	public ReachHttpClient transport() {
		return this.hosts.get(0).transport();
	}

	/**
	 * Return the base URLs of the hosts.
	 * @return the base URLs in the configured order
	 */
	public List<BaseUrl> baseUrls() {
		return this.hosts.stream().map(Host::baseUrl).toList();
	}

	/**
	 * Begin a call.
	 * @return the hosts as the call sees them
	 */
	public CallHosts newCall() {
		return new CallHosts(this.hosts, this.selector);
	}

	@Override
	public String toString() {
		return this.hosts.stream().map(Host::toString).collect(Collectors.joining("; "));
	}

}
