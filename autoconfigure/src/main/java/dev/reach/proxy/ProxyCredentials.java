package dev.reach.proxy;

import java.util.function.Supplier;

/**
 * What a proxy knows the application by. The password is asked for on each new
 * connection, so one that was changed is used without a restart. The string form shows
 * nothing.
 *
 * @param username the name
 * @param password gives the password, which may be empty
 * @since 0.1.0
 */
public record ProxyCredentials(String username, Supplier<String> password) {

	/**
	 * Return credentials that stay as they are.
	 * @param username the name
	 * @param password the password
	 * @return the credentials
	 */
	public static ProxyCredentials of(String username, String password) {
		return new ProxyCredentials(username, () -> password);
	}

	@Override
	public String toString() {
		return "ProxyCredentials[***]";
	}

}
