package dev.reach.proxy;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring IP addresses, or one. An IPv4 address mapped into IPv6 is the IPv4
 * address, and the zone of an address does not matter.
 *
 * @since 0.1.0
 */
public final class IpNetwork {

	private final IpAddress address;

	private final int prefix;

	private IpNetwork(IpAddress address, int prefix) {
		this.address = address;
		this.prefix = prefix;
	}

	/**
	 * Read a network. No name is looked up.
	 * @param text an address such as {@code 10.0.0.1} or {@code ::1}, or a network such
	 * as {@code 10.0.0.0/8} or {@code fd00::/8}, see RFC 4632 and RFC 4291, section 2.3
	 * @return the network, or {@code null} if the text is none
	 */
	public static @Nullable IpNetwork parse(String text) {
		int slash = text.lastIndexOf('/');
		IpAddress address = IpAddress.parse((slash != -1) ? text.substring(0, slash) : text);
		if (address == null || slash == -1) {
			return (address != null) ? new IpNetwork(address, address.bits()) : null;
		}
		String length = text.substring(slash + 1);
		int prefix = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
		return (prefix >= 0 && prefix <= address.bits()) ? new IpNetwork(address, prefix) : null;
	}

	/**
	 * Return whether an address is one of these.
	 * @param address the address
	 * @return {@code false} also if one is an IPv4 address and the other is not
	 */
	public boolean contains(InetAddress address) {
		return contains(new IpAddress(address.getAddress()));
	}

	boolean contains(IpAddress address) {
		return address.isIn(this.address, this.prefix);
	}

}
