package dev.reach.gateway;

import java.net.InetAddress;
import java.util.List;

import dev.reach.proxy.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The proxies in front of the gateway whose word is taken for who calls. Immutable.
 *
 * @since 0.1.0
 */
public final class TrustedProxies {

	private static final TrustedProxies NONE = new TrustedProxies(List.of());

	private final List<IpNetwork> networks;

	private TrustedProxies(List<IpNetwork> networks) {
		this.networks = networks;
	}

	/**
	 * Trust nobody.
	 * @return no proxies
	 */
	public static TrustedProxies none() {
		return NONE;
	}

	/**
	 * Trust some addresses.
	 * @param addresses addresses, IPv4 or IPv6, and networks such as {@code 10.0.0.0/8}
	 * or {@code fd00::/8}; names are not looked up
	 * @return the proxies
	 * @throws IllegalArgumentException if one is neither
	 */
	public static TrustedProxies of(List<String> addresses) {
		return new TrustedProxies(addresses.stream().map(TrustedProxies::network).toList());
	}

	private static IpNetwork network(String text) {
		IpNetwork network = IpNetwork.parse(text.strip());
		if (network == null) {
			throw new IllegalArgumentException(
					"The trusted proxy '%s' is neither an IP address nor a network such as 10.0.0.0/8".formatted(text));
		}
		return network;
	}

	boolean include(@Nullable InetAddress address) {
		if (address != null) {
			for (IpNetwork network : this.networks) {
				if (network.contains(address)) {
					return true;
				}
			}
		}
		return false;
	}

}
