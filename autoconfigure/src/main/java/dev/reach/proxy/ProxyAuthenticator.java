package dev.reach.proxy;

import reactor.core.publisher.Mono;

/**
 * Answers what a proxy asks for before it lets a request through: a challenge goes in,
 * the value of {@code Proxy-Authorization} comes out. See RFC 9110, section 11.7.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProxyAuthenticator {

	/**
	 * Return the value of {@code Proxy-Authorization}. Asked once for each connection
	 * that is to become a tunnel and for each request that a proxy forwards, before the
	 * proxy has said anything, and again when it has refused. May be subscribed to on an
	 * I/O thread: what blocks belongs on another scheduler.
	 * @param request what is to be let through, and what the proxy has asked for
	 * @return the value, or nothing if there is no answer
	 */
	Mono<String> authorize(ProxyAuthorizationRequest request);

	/**
	 * Return the authenticator that is used unless there is another: Basic without being
	 * asked and Digest when asked, with the credentials of the proxy. Without credentials
	 * Negotiate when asked, with the Kerberos login of the JVM: the JAAS entry
	 * {@code com.sun.security.jgss.krb5.initiate}, for example with a key table, or else
	 * the ticket cache of the user; {@code javax.security.auth.useSubjectCredsOnly} does
	 * not matter, and nobody is asked for a password.
	 * @return an authenticator
	 */
	static ProxyAuthenticator standard() {
		return new StandardProxyAuthenticator();
	}

}
