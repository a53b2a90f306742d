package dev.reach.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.reach.error.ReachException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachTransportException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/**
 * Says why {@code reach.verify-on-start} does not let the application start. Runs before
 * the analyzers for its causes, which are not about a call. What is neither an answer nor
 * a failure of the client is left to its stack trace.
 */
@Order(-1)
final class StartupVerificationFailureAnalyzer extends AbstractFailureAnalyzer<StartupVerificationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, StartupVerificationException cause) {
		List<String> hints = hints(cause);
		if (hints.isEmpty()) {
			return null;
		}
		StringBuilder action = new StringBuilder("Check the following:\n\n");
		hints.forEach((hint) -> action.append("    - ").append(hint).append('\n'));
		action.append("\nSet %sverify-on-start=false to start without this call.".formatted(cause.prefix()));
		return new FailureAnalysis(description(cause), action.toString(), cause);
	}

	private static String description(StartupVerificationException cause) {
		StringBuilder description = new StringBuilder(cause.getMessage()).append('.');
		Throwable last = (cause.getCause() != null) ? cause.getCause() : cause;
		for (Throwable earlier : last.getSuppressed()) {
			if (earlier instanceof ReachException) {
				description.append("\n\n    Before that: ").append(earlier.getMessage());
			}
		}
		return description.toString();
	}

	private static List<String> hints(StartupVerificationException cause) {
		List<String> hints = new ArrayList<>();
		Integer status = cause.status();
		if (status != null) {
			hints.addAll((status == 401 || status == 403) ? refused(cause.prefix()) : answered(status));
		}
		else if (cause.getCause() instanceof ReachTransportException failure) {
			hints.addAll(unreachable(failure));
		}
		else if (cause.getCause() instanceof ReachException) {
			hints.add("the properties that begin with 'reach.', and the beans that replace them");
		}
		if (!hints.isEmpty() && !cause.prefix().equals("reach.")) {
			hints.add("each of these properties under '%s' too, where it takes precedence".formatted(cause.prefix()));
		}
		return hints;
	}

	private static List<String> refused(String prefix) {
		List<String> hints = new ArrayList<>();
		hints.add("%1$sapi-user and %1$sapi-key".formatted(prefix));
		hints.add("the environment variables %s and %s, which count where the properties are not set".formatted(
				PropertiesReachConnectionDetails.API_USER_VARIABLE, PropertiesReachConnectionDetails.API_KEY_VARIABLE));
		hints.add("a bean of type ReachConnectionDetails or ReachCredentialsProvider, if there is one");
		hints.add("reach.auth-scheme, reach.api-user-header and reach.api-key-header");
		hints.add("reach.api-secret and the clock of this machine, if requests are signed");
		return hints;
	}

	private static List<String> answered(int status) {
		return (status == 429 || status >= 500)
				? List.of("whether the service is well: its credentials may be right nevertheless",
						"reach.base-url, and reach.base-urls")
				: List.of("reach.base-url, and reach.base-urls: what answered may not be the Reach API");
	}

	private static List<String> unreachable(ReachTransportException failure) {
		String baseUrl = "reach.base-url, and reach.base-urls";
		String proxies = "reach.proxy.*, and the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY";
		if (failure instanceof ReachTlsException) {
			return List.of("reach.ssl.bundle, and reach.proxy.ssl.bundle for a proxy: which certificates are trusted",
					baseUrl);
		}
		return (failure instanceof ReachProxyException) ? List.of(proxies)
				: List.of(baseUrl, proxies, "reach.connect-timeout, reach.read-timeout and reach.request-timeout");
	}

}
