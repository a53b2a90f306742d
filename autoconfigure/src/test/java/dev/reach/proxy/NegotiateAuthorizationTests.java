package dev.reach.proxy;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NegotiateAuthorization}.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class NegotiateAuthorizationTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String KRB5_LOGIN = "com.sun.security.auth.module.Krb5LoginModule";

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	void logInDetail() {
		this.logging.setLogLevel(NegotiateAuthorization.class.getName(), LogLevel.DEBUG);
	}

	@AfterEach
	void logAsBefore() {
		this.logging.setLogLevel(NegotiateAuthorization.class.getName(), null);
	}

	@Test
	void theProxyAcceptsTheTicketThatTheKdcGave(@TempDir Path directory) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			String header = answer("localhost", 1, "Negotiate");
			assertThat(header).startsWith("Negotiate ");
			assertThat(realm.requests()).contains(KerberosRealm.AS_REQUEST, KerberosRealm.TGS_REQUEST);
			byte[] token = Base64.getDecoder().decode(String.valueOf(header).substring("Negotiate ".length()));
			assertThat(accept(realm, token)).isEqualTo("user@REACH.TEST");
		}
	}

	@Test
	void eachConnectionGetsATicketOfItsOwn(@TempDir Path directory) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			assertThat(answer("localhost", 1, "NTLM", "negotiate")).startsWith("Negotiate ")
				.isNotEqualTo(answer("localhost", 0, "Negotiate"));
			assertThat(realm.requests()).filteredOn(KerberosRealm.TGS_REQUEST::equals).hasSize(2);
		}
	}

	@Test
	void aProxyThatTheKdcDoesNotKnowGetsNothing(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			assertThat(answer("127.0.0.1", 1, "Negotiate")).isNull();
			assertThat(realm.requests()).contains(KerberosRealm.AS_REQUEST, KerberosRealm.TGS_REQUEST);
		}
		assertThat(output)
			.contains("No answer to Negotiate of the proxy http://127.0.0.1:3128, Kerberos gave no ticket: ");
	}

	@Test
	void theKdcIsNotAskedWhereNegotiateIsNotOfferedOrWasRefused(@TempDir Path directory) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			assertThat(answer("localhost", 0)).isNull();
			assertThat(answer("localhost", 1, "Basic realm=r", "NTLM")).isNull();
			assertThat(answer("localhost", 1, "Negotiate oRQwEqADCgEBoQsGCSqGSIL3EgECAg==")).isNull();
			assertThat(answer("localhost", 2, "Negotiate")).isNull();
			assertThat(realm.requests()).isEmpty();
		}
	}

	@Test
	void withoutALoginNothingIsSentAndNobodyIsAsked(CapturedOutput output) {
		Configuration before = Configuration.getConfiguration();
		InputStream input = System.in;
		AtomicInteger reads = new AtomicInteger();
		try {
			System.setIn(new InputStream() {

				@Override
				public int read() {
					reads.incrementAndGet();
					return -1;
				}

			});
			Configuration.setConfiguration(entry("com.sun.security.jgss.initiate",
					Map.of("doNotPrompt", "false", "refreshKrb5Config", "true")));
			assertThat(answer("proxy.test", 1, "Negotiate")).isNull();
		}
		finally {
			System.setIn(input);
			Configuration.setConfiguration(before);
		}
		assertThat(reads).hasValue(0);
		assertThat(output)
			.contains("No answer to Negotiate of the proxy http://proxy.test:3128, there is no Kerberos login: ");
	}

	@Test
	void aLoginWithoutATicketIsNone(@TempDir Path directory, CapturedOutput output) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			Configuration.setConfiguration(entry("com.sun.security.jgss.initiate", serviceOptions(realm)));
			System.setProperty("javax.security.auth.useSubjectCredsOnly", "false");
			assertThat(answer("localhost", 1, "Negotiate")).isNull();
			assertThat(realm.requests()).isEmpty();
		}
		assertThat(output).contains("there is no Kerberos login: The login has no ticket");
	}

	@Test
	void theJvmMayLogInByItselfAsWell(@TempDir Path directory) throws Exception {
		try (KerberosRealm realm = new KerberosRealm(directory)) {
			System.setProperty("javax.security.auth.useSubjectCredsOnly", "false");
			assertThat(answer("localhost", 1, "Negotiate")).startsWith("Negotiate ");
			assertThat(realm.requests()).contains(KerberosRealm.TGS_REQUEST);
		}
	}

	@Test
	void withoutAnEntryTheTicketCacheIsTriedAndNobodyIsAsked() {
		Configuration before = Configuration.getConfiguration();
		try {
			Configuration.setConfiguration(entry("other", Map.of()));
			assertThat(new KerberosLogin().getAppConfigurationEntry("any")).singleElement().satisfies((entry) -> {
				assertThat(entry.getLoginModuleName()).isEqualTo(KRB5_LOGIN);
				assertThat(entry.getOptions()).isEqualTo(Map.of("useTicketCache", "true", "doNotPrompt", "true"));
			});
		}
		finally {
			Configuration.setConfiguration(before);
		}
	}

	private static @Nullable String answer(String host, int refusals, String... challenges) {
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, host, 3128, null);
		return ProxyAuthenticator.standard()
			.authorize(new ProxyAuthorizationRequest(proxy, "CONNECT", "api.test:443",
					ProxyChallenge.parse(List.of(challenges)), 1, refusals))
			.block(LIMIT);
	}

	private static String accept(KerberosRealm realm, byte[] token) throws Exception {
		LoginContext login = new LoginContext("service", new Subject(), null,
				entry("service",
						Map.of("principal", "HTTP/localhost@REACH.TEST", "useKeyTab", "true", "keyTab",
								realm.serviceKeys().toString(), "storeKey", "true", "isInitiator", "false",
								"doNotPrompt", "true")));
		login.login();
		PrivilegedExceptionAction<String> action = () -> {
			GSSManager manager = GSSManager.getInstance();
			GSSContext context = manager.createContext(manager.createCredential(null, GSSCredential.INDEFINITE_LIFETIME,
					new Oid("1.3.6.1.5.5.2"), GSSCredential.ACCEPT_ONLY));
			context.acceptSecContext(token, 0, token.length);
			assertThat(context.isEstablished()).isTrue();
			String name = context.getSrcName().toString();
			context.dispose();
			return name;
		};
		return Subject.doAs(login.getSubject(), action);
	}

	private static Map<String, String> serviceOptions(KerberosRealm realm) {
		return Map.of("principal", "HTTP/localhost@REACH.TEST", "useKeyTab", "true", "keyTab",
				realm.serviceKeys().toString(), "storeKey", "true", "isInitiator", "false", "doNotPrompt", "true",
				"refreshKrb5Config", "true");
	}

	private static Configuration entry(String wanted, Map<String, String> options) {
		return new Configuration() {

			@Override
			public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
				return name.equals(wanted)
						? new AppConfigurationEntry[] {
								new AppConfigurationEntry(KRB5_LOGIN, LoginModuleControlFlag.REQUIRED, options) }
						: null;
			}

		};
	}

}
