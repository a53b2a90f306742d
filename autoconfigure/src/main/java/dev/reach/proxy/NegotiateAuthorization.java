package dev.reach.proxy;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Base64;

import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Answers a challenge of the scheme Negotiate (RFC 4559) with a SPNEGO token for the
 * service {@code HTTP} on the host of the proxy. Talks to the KDC, so it blocks. There is
 * one token for a connection; a proxy that wants to go on gets nothing.
 */
final class NegotiateAuthorization {

	private static final Log logger = LogFactory.getLog(NegotiateAuthorization.class);

	private static final String SPNEGO = "1.3.6.1.5.5.2";

	private NegotiateAuthorization() {
	}

	static @Nullable String answer(ReachProxy proxy) {
		try {
			LoginContext login = KerberosLogin.login();
			try {
				PrivilegedExceptionAction<byte[]> action = () -> token(proxy.host());
				return "Negotiate " + Base64.getEncoder().encodeToString(Subject.doAs(login.getSubject(), action));
			}
			finally {
				login.logout();
			}
		}
		catch (LoginException | SecurityException ex) {
			logger.debug("No answer to Negotiate of the proxy %s, there is no Kerberos login: %s".formatted(proxy,
					ex.getMessage()));
		}
		catch (PrivilegedActionException ex) {
			logger.debug("No answer to Negotiate of the proxy %s, Kerberos gave no ticket: %s".formatted(proxy,
					ex.getException().getMessage()));
		}
		return null;
	}

	private static byte[] token(String host) throws GSSException {
		GSSManager manager = GSSManager.getInstance();
		GSSName service = manager.createName("HTTP@" + host, GSSName.NT_HOSTBASED_SERVICE);
		GSSContext context = manager.createContext(service, new Oid(SPNEGO), null, GSSContext.DEFAULT_LIFETIME);
		try {
			context.requestMutualAuth(false);
			return context.initSecContext(new byte[0], 0, 0);
		}
		finally {
			context.dispose();
		}
	}

}
