package dev.reach.host;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.BaseUrl;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpClient;

import org.springframework.util.Assert;

/**
 * The hosts of a client and how they do, which all calls of the client share. A host that
 * fails is passed over for a second, for twice as long after each further failure in a
 * row, and for a minute at most; then one attempt tries it again.
 *
 * @since 0.1.0
 */
public final class Hosts {

	private final List<Host> hosts;

	private final List<HostHealth> used;

	private final HostSelector selector;

	/**
	 * Create the hosts of a client.
	 * @param hosts the hosts, at least one, each with another base URL
	 * @param selector chooses one for each attempt
	 */
	public Hosts(List<Host> hosts, HostSelector selector) {
		this(hosts, selector, System::nanoTime);
	}

	Hosts(List<Host> hosts, HostSelector selector, LongSupplier ticker) {
		Assert.notEmpty(hosts, "'hosts' must not be empty");
		this.hosts = List.copyOf(hosts);
		this.selector = selector;
		checkBaseUrls();
		this.used = this.hosts.stream()
			.limit((selector instanceof SingleHostSelector) ? 1 : hosts.size())
			.map((host) -> new HostHealth(host, ticker))
			.toList();
	}

	private void checkBaseUrls() {
		List<BaseUrl> seen = new ArrayList<>();
		for (Host host : this.hosts) {
			if (seen.contains(host.baseUrl())) {
				throw new ReachConfigurationException(
						"The base URL %s is listed twice; list each host once".formatted(host.baseUrl()));
			}
			seen.add(host.baseUrl());
		}
	}

	/**
	 * Return the base URL of the first host, which stands for all until one is chosen.
	 * @return the base URL
	 */
	public BaseUrl baseUrl() {
		return this.hosts.get(0).baseUrl();
	}

	/**
	 * Return the transport for a URI.
	 * @param uri an absolute URI
	 * @return the transport of the host that has the origin of the URI, else of the first
	 * host
	 */
	public ReachHttpClient transport(URI uri) {
		Origin origin = Origin.of(uri);
		return this.hosts.stream()
			.filter((host) -> host.baseUrl().origin().equals(origin))
			.findFirst()
			.orElse(this.hosts.get(0))
			.transport();
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
		return new CallHosts(this.used, this.selector);
	}

	@Override
	public String toString() {
		return this.hosts.stream().map(Host::toString).collect(Collectors.joining("; "));
	}

}
