package dev.reach.proxy;

import java.util.Map;

import javax.security.auth.Subject;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

import org.jspecify.annotations.Nullable;

/**
 * Logs in to Kerberos as the clients of the JDK do: by the JAAS entry
 * {@code com.sun.security.jgss.krb5.initiate} or {@code com.sun.security.jgss.initiate},
 * and without one by the ticket cache of the user. Unlike theirs, this login never asks a
 * person.
 */
final class KerberosLogin extends Configuration {

	private static final String ENTRY = "com.sun.security.jgss.krb5.initiate";

	private static final String GENERAL_ENTRY = "com.sun.security.jgss.initiate";

	private static final AppConfigurationEntry TICKET_CACHE = new AppConfigurationEntry(
			"com.sun.security.auth.module.Krb5LoginModule", LoginModuleControlFlag.REQUIRED,
			Map.of("useTicketCache", "true", "doNotPrompt", "true"));

	static LoginContext login() throws LoginException {
		LoginContext context = new LoginContext(ENTRY, new Subject(), (callbacks) -> {
			throw new UnsupportedCallbackException(callbacks[0], "A console");
		}, new KerberosLogin());
		context.login();
		if (context.getSubject().getPrivateCredentials(KerberosTicket.class).isEmpty()) {
			// The JDK would log in once more, and may ask.
			context.logout();
			throw new LoginException("The login has no ticket");
		}
		return context;
	}

	@Override
	public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
		Configuration configured = Configuration.getConfiguration();
		AppConfigurationEntry[] entries = configured.getAppConfigurationEntry(ENTRY);
		if (entries == null) {
			entries = configured.getAppConfigurationEntry(GENERAL_ENTRY);
		}
		return (entries != null) ? entries : new AppConfigurationEntry[] { TICKET_CACHE };
	}

}
