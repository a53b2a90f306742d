package dev.reach.proxies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.reach.peers.Program;
import okhttp3.tls.HeldCertificate;

import org.springframework.util.DigestUtils;

/**
 * A squid with the access rules that Debian ships: tunnels to port 443 only. It knows the
 * name {@value SimulatedTarget#HOST}, which nobody else does. It logs status, method, URL
 * and user.
 */
final class Squid {

	private static final String HELPERS = "/usr/lib/squid/";

	private static final String REALM = "reach";

	private final Path folder;

	private final List<String> authentication = new ArrayList<>();

	private String listener = "http_port 127.0.0.1:%d";

	private String tunnelPorts = "443";

	private Squid(Path folder) {
		this.folder = folder;
	}

	static Squid in(Path folder) {
		return new Squid(folder);
	}

	/**
	 * Allow tunnels to all the ports that tests listen on.
	 * @return this
	 */
	Squid withTunnelsToAnyPort() {
		this.tunnelPorts = "443 1025-65535";
		return this;
	}

	Squid withBasic(String username, String password) throws IOException {
		Path passwords = write("basic", username + ":" + md5(password));
		return authenticating("basic", "basic_ncsa_auth " + passwords);
	}

	Squid withDigest(String username, String password) throws IOException {
		Path passwords = write("digest",
				"%s:%s:%s".formatted(username, REALM, md5("%s:%s:%s".formatted(username, REALM, password))));
		return authenticating("digest", "digest_file_auth -c " + passwords);
	}

	Squid withTls(HeldCertificate certificate) throws IOException {
		Path pem = write("squid.pem", certificate.privateKeyPkcs8Pem() + certificate.certificatePem());
		this.listener = "https_port 127.0.0.1:%d tls-cert=" + pem;
		return this;
	}

	static List<String> loggedWithBasic(String request, int status, String username) {
		return List.of("%d %s %s".formatted(status, request, username));
	}

	static List<String> loggedWithDigest(String request, int status, String username) {
		return List.of("407 %s -".formatted(request), "%d %s %s".formatted(status, request, username));
	}

	TestProxy start() throws IOException {
		// The administrator's squid becomes another user, which writes the logs.
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxrwxrwx"));
		Path hosts = write("hosts", "127.0.0.1 " + SimulatedTarget.HOST);
		RequestLog log = new RequestLog(this.folder.resolve("access.log"), Pattern.compile("(.+)"));
		return LoggingProxy.start(Program.SQUID, this.folder, log, (port) -> {
			Path file = write("squid.conf", """
					acl SSL_ports port %s
					acl Safe_ports port 80 21 443 70 210 1025-65535 280 488 591 777
					http_access deny !Safe_ports
					http_access deny CONNECT !SSL_ports
					http_access allow localhost manager
					http_access deny manager
					%s
					http_access allow localhost
					http_access deny all
					%s
					visible_hostname localhost
					hosts_file %s
					logformat reach %%>Hs %%rm %%ru %%un
					access_log stdio:%s reach
					cache_log %s
					pid_filename none
					coredump_dir none
					cache deny all
					memory_cache_shared off
					max_filedescriptors 1024
					pinger_enable off
					shutdown_lifetime 0 seconds
					""".formatted(this.tunnelPorts, String.join("\n", this.authentication),
					this.listener.formatted(port), hosts, log.file(), this.folder.resolve("cache.log")));
			return List.of("-N", "-n", "reach" + port, "-f", file.toString());
		});
	}

	private Squid authenticating(String scheme, String program) {
		this.authentication.add("auth_param %s program %s%s".formatted(scheme, HELPERS, program));
		this.authentication.add("auth_param %s children 1 startup=1".formatted(scheme));
		this.authentication.add("auth_param %s realm %s".formatted(scheme, REALM));
		this.authentication.add("acl known proxy_auth REQUIRED");
		this.authentication.add("http_access deny !known");
		return this;
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.folder.resolve(name), content + "\n");
	}

	private static String md5(String text) {
		return DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8));
	}

}
