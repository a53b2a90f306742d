package dev.reach.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportFailure} when there is no connection.
 */
class ConnectFailureTests {

	@RegisterExtension
	final FaultServer server = new FaultServer();

	@RegisterExtension
	final TestClients clients = new TestClients();

	@Test
	void refusedConnectionIsNotSent() throws IOException {
		ReachClient client = this.clients.to(unusedUrl()).build();
		ReachConnectException failure = Failures.ofPost(client, ReachConnectException.class, Delivery.NOT_SENT,
				"No connection (");
		assertThat(failure).hasMessageContaining("refused").hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void unknownHostIsNotSent() {
		ReachClient client = this.clients.to(URI.create("https://nowhere.invalid")).build();
		Failures.ofPost(client, ReachConnectException.class, Delivery.NOT_SENT,
				"The host name is unknown on POST https://nowhere.invalid/");
	}

	@Test
	void hostThatDoesNotAnswerIsGivenUpAfterTheConnectTimeout() throws IOException {
		try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Backlog backlog = fill(deaf)) {
			Assumptions.assumeTrue(backlog.full(), "The system accepts connections beyond the backlog");
			ReachClient client = this.clients.to(URI.create("http://127.0.0.1:" + deaf.getLocalPort()))
				.connectTimeout(Duration.ofMillis(300))
				.build();
			ReachTimeoutException failure = Failures.ofPost(client, ReachTimeoutException.class, Delivery.NOT_SENT,
					"No connection within reach.connect-timeout");
			assertThat(failure.limit()).isEqualTo(Limit.CONNECT);
		}
	}

	@Test
	void addressThatTheApplicationDoesNotAllowIsNotContacted() {
		ReachClient client = this.clients.to(URI.create("http://localhost:" + this.server.port()))
			.settings(HttpClientSettings.defaults().withInetAddressFilter(InetAddressFilter.externalAddresses()))
			.build();
		Failures.ofPost(client, ReachConnectException.class, Delivery.NOT_SENT,
				"The InetAddressFilter of the application does not allow the address");
		assertThat(this.server.connections()).isZero();
	}

	private static URI unusedUrl() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

	private static Backlog fill(ServerSocket server) throws IOException {
		Backlog backlog = new Backlog(new ArrayList<>());
		while (!backlog.full() && backlog.sockets().size() < 20) {
			backlog.add(server);
		}
		return backlog;
	}

	/**
	 * Connections that nobody accepts.
	 *
	 * @param sockets the sockets, the last of which could not be connected if it is full
	 */
	private record Backlog(List<Socket> sockets) implements AutoCloseable {

		void add(ServerSocket server) throws IOException {
			Socket socket = new Socket();
			this.sockets.add(socket);
			try {
				socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 300);
			}
			catch (SocketTimeoutException ex) {
				socket.close();
			}
		}

		boolean full() {
			return !this.sockets.isEmpty() && this.sockets.get(this.sockets.size() - 1).isClosed();
		}

		@Override
		public void close() throws IOException {
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}

	}

}
