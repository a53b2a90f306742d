package dev.reach.netty;

import java.util.List;
import java.util.stream.Collectors;

import dev.reach.error.ReachProxyException.Answer;
import dev.reach.proxy.ProxyChallenge;
import dev.reach.proxy.ReachProxy;

import org.springframework.http.HttpStatus;

/**
 * What a proxy has answered in place of passing data on.
 *
 * @param proxy the proxy
 * @param answer its answer
 * @param challenges what it asks for
 */
record ProxyRefusal(ReachProxy proxy, Answer answer, List<ProxyChallenge> challenges) {

	static boolean isDemand(int status) {
		return status == HttpStatus.PROXY_AUTHENTICATION_REQUIRED.value();
	}

	static String unanswered(Throwable ex) {
		return "was not answered: the ProxyAuthenticator failed with " + ex.getClass().getSimpleName();
	}

	String describe() {
		if (!isDemand(this.answer.status())) {
			return "refused the connection (%s)".formatted(this.answer);
		}
		String schemes = this.challenges.stream()
			.map(ProxyChallenge::scheme)
			.distinct()
			.collect(Collectors.joining(", "));
		String asked = "(%s, it asks for %s)".formatted(this.answer, schemes.isEmpty() ? "no known scheme" : schemes);
		return (this.proxy.credentials() != null) ? "does not accept the credentials " + asked
				: "wants authentication %s: set reach.proxy.username and reach.proxy.password".formatted(asked);
	}

}
