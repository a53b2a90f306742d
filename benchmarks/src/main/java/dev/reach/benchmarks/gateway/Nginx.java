package dev.reach.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.reach.benchmarks.process.Child;

import org.springframework.util.FileSystemUtils;

/**
 * nginx with one worker, streaming both ways, with a configuration of its own.
 *
 * @param child its process
 * @param directory where its files are
 * @param port its port
 */
public record Nginx(Child child, Path directory, int port) implements AutoCloseable {

	private static final String CONFIGURATION = """
			daemon off;
			worker_processes 1;
			pid nginx.pid;
			error_log stderr error;
			events { worker_connections 1024; }
			http {
				access_log off;
				client_body_temp_path body;
				proxy_temp_path proxy;
				fastcgi_temp_path fastcgi;
				uwsgi_temp_path uwsgi;
				scgi_temp_path scgi;
				client_max_body_size 0;
				keepalive_requests 100000000;
				upstream target {
					server %s;
					keepalive 128;
					keepalive_requests 100000000;
				}
				server {
					listen 127.0.0.1:%d;
					location / {
						proxy_pass http://target;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_buffering off;
						proxy_request_buffering off;
					}
				}
			}
			""";

	/**
	 * Start nginx.
	 * @param target the base URL of the target
	 * @return the running server
	 * @throws IOException if it does not start
	 */
	public static Nginx start(String target) throws IOException {
		Path directory = Files.createTempDirectory("nginx");
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		Path file = Files.writeString(directory.resolve("nginx.conf"),
				CONFIGURATION.formatted(target.substring("http://".length()), port));
		Child child = Child.start(List.of("nginx", "-e", "stderr", "-p", directory.toString(), "-c", file.toString()));
		awaitPort(port);
		return new Nginx(child, directory, port);
	}

	/**
	 * Return where it listens.
	 * @return the base URL
	 */
	public String url() {
		return "http://127.0.0.1:" + this.port;
	}

	private static void awaitPort(int port) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
		while (true) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
				socket.shutdownOutput();
				return;
			}
			catch (IOException ex) {
				if (System.nanoTime() > end) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
		}
	}

	@Override
	public void close() {
		this.child.close();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

}
