package dev.reach.proxy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.security.auth.login.Configuration;

import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * A Kerberos realm on loopback ports, and a JVM that belongs to it: a user with a key
 * table, and the service {@code HTTP/localhost}. A relay in front of the KDC sees what it
 * is asked for.
 */
final class KerberosRealm implements AutoCloseable {

	static final String AS_REQUEST = "AS-REQ";

	static final String TGS_REQUEST = "TGS-REQ";

	private static final Map<Byte, String> REQUESTS = Map.of((byte) 0x6a, AS_REQUEST, (byte) 0x6c, TGS_REQUEST);

	private static final LoggingSystem LOGGING = LoggingSystem.get(KerberosRealm.class.getClassLoader());

	private static final String NAME = "REACH.TEST";

	private static final int LIMIT_MILLIS = 30_000;

	private final Properties before = (Properties) System.getProperties().clone();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final ServerSocket relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final SimpleKdcServer kdc = new SimpleKdcServer();

	private final int kdcPort = freePort();

	private final Path serviceKeys;

	KerberosRealm(Path directory) throws IOException, KrbException {
		LOGGING.setLogLevel("org.apache.kerby", LogLevel.OFF);
		this.serviceKeys = directory.resolve("service.keytab");
		Path userKeys = directory.resolve("user.keytab");
		this.kdc.setWorkDir(directory.toFile());
		this.kdc.setKdcHost("localhost");
		this.kdc.setKdcRealm(NAME);
		this.kdc.setKdcTcpPort(this.kdcPort);
		this.kdc.setAllowUdp(false);
		this.kdc.init();
		this.kdc.start();
		this.kdc.createAndExportPrincipals(userKeys.toFile(), "user@" + NAME);
		this.kdc.createAndExportPrincipals(this.serviceKeys.toFile(), "HTTP/localhost@" + NAME);
		Thread thread = new Thread(this::relay, "kdc-relay");
		thread.setDaemon(true);
		thread.start();
		join(directory, userKeys);
	}

	List<String> requests() {
		return this.requests;
	}

	Path serviceKeys() {
		return this.serviceKeys;
	}

	private void join(Path directory, Path userKeys) throws IOException {
		Path krb5 = Files.writeString(directory.resolve("relay-krb5.conf"), """
				[libdefaults]
				default_realm = %1$s
				udp_preference_limit = 1
				dns_canonicalize_hostname = false
				dns_lookup_kdc = false
				kdc_timeout = %2$d
				max_retries = 1
				[realms]
				%1$s = {
				  kdc = localhost:%3$d
				}
				""".formatted(NAME, LIMIT_MILLIS, this.relay.getLocalPort()));
		Path jaas = Files.writeString(directory.resolve("jaas.conf"), """
				com.sun.security.jgss.krb5.initiate {
				  com.sun.security.auth.module.Krb5LoginModule required
				  principal="user@%s" useKeyTab=true keyTab="%s" doNotPrompt=true refreshKrb5Config=true;
				};
				""".formatted(NAME, userKeys.toString().replace('\\', '/')));
		System.setProperty("java.security.krb5.conf", krb5.toString());
		System.setProperty("java.security.auth.login.config", jaas.toString());
		Configuration.setConfiguration(null);
	}

	private void relay() {
		while (!this.relay.isClosed()) {
			try (Socket client = this.relay.accept();
					Socket server = new Socket(InetAddress.getLoopbackAddress(), this.kdcPort)) {
				client.setSoTimeout(LIMIT_MILLIS);
				server.setSoTimeout(LIMIT_MILLIS);
				byte[] request = copy(client, server);
				this.requests.add(REQUESTS.getOrDefault(request[0], "unknown"));
				copy(server, client);
			}
			catch (IOException ex) {
				// The client sees a connection that ends, and the test that nothing came.
			}
		}
	}

	private static byte[] copy(Socket from, Socket to) throws IOException {
		DataInputStream input = new DataInputStream(from.getInputStream());
		byte[] message = new byte[input.readInt()];
		input.readFully(message);
		DataOutputStream output = new DataOutputStream(to.getOutputStream());
		output.writeInt(message.length);
		output.write(message);
		output.flush();
		return message;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws IOException, KrbException {
		System.setProperties(this.before);
		Configuration.setConfiguration(null);
		this.relay.close();
		this.kdc.stop();
		LOGGING.setLogLevel("org.apache.kerby", null);
	}

}
