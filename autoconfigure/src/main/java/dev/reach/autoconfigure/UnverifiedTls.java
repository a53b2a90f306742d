package dev.reach.autoconfigure;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.core.env.Environment;

/**
 * TLS that verifies nothing, for tests against services with certificates of their own.
 */
final class UnverifiedTls {

	private static final Log logger = LogFactory.getLog(UnverifiedTls.class);

	private static final List<String> PRODUCTION = List.of("prod", "production");

	private UnverifiedTls() {
	}

	static void requireAllowed(Environment environment) {
		String[] active = environment.getActiveProfiles();
		for (String profile : (active.length > 0) ? active : environment.getDefaultProfiles()) {
			if (PRODUCTION.stream().anyMatch(profile::equalsIgnoreCase)) {
				throw new InvalidReachPropertyException("reach.ssl.verify",
						"It must not be false while the profile '%s' is active; trust the certificate by reach.ssl.bundle"
							.formatted(profile));
			}
		}
	}

	static SslBundle insteadOf(@Nullable SslBundle configured) {
		logger
			.warn("reach.ssl.verify is false: certificates and host names are not verified, so anybody on the way can "
					+ "read the credentials and messages. Use it in tests only");
		SslBundle bundle = (configured != null) ? configured : SslBundle.systemDefault();
		SslManagerBundle trusting = SslManagerBundle.from(new UnverifiedTrust());
		return SslBundle.of(bundle.getStores(), bundle.getKey(), bundle.getOptions(), bundle.getProtocol(),
				SslManagerBundle.of(bundle.getManagers().getKeyManagerFactory(), trusting.getTrustManagerFactory()));
	}

}
