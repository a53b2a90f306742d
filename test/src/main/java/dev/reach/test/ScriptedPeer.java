package dev.reach.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server on a raw loopback socket that does to each connection what its script says.
 */
final class ScriptedPeer implements AutoCloseable {

	private static final int SILENCE_MILLIS = 20_000;

	private static final int BUFFER_BYTES = 64 * 1024;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final List<WireRequest> requests = new CopyOnWriteArrayList<>();

	private final BlockingQueue<WireRequest> arrivals = new LinkedBlockingQueue<>();

	private final Semaphore departures = new Semaphore(0);

	private volatile Script script = PeerConnection::awaitEnd;

	ScriptedPeer() throws IOException {
		this.listener = new ServerSocket();
		this.listener.setReceiveBufferSize(BUFFER_BYTES);
		this.listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
		start(this::accept);
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.listener.getLocalPort());
	}

	/**
	 * Set what is done to each connection from now on.
	 * @param script the script; the connection is closed at its end
	 */
	void onConnection(Script script) {
		this.script = script;
	}

	/**
	 * Answer each request from now on.
	 * @param answers the answers
	 */
	void answer(Function<ReachHttpRequest, ReachHttpResponse> answers) {
		onConnection((connection) -> {
			WireRequest request = connection.readRequest();
			while (request != null) {
				connection.answer(answers.apply(request.toRequest(url())), request.method());
				request = connection.readRequest();
			}
		});
	}

	List<WireRequest> requests() {
		return this.requests;
	}

	int connections() {
		return this.connections.get();
	}

	void arrived(WireRequest request) {
		this.requests.add(request);
		this.arrivals.add(request);
	}

	void departed() {
		this.departures.release();
	}

	void awaitRequest(Duration limit) throws InterruptedException {
		assertThat(this.arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS)).as("a request").isNotNull();
	}

	void awaitDeparture(Duration limit) throws InterruptedException {
		assertThat(this.departures.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS))
			.as("a connection closed by the client")
			.isTrue();
	}

	private void accept() {
		try {
			while (!this.listener.isClosed()) {
				Socket socket = this.listener.accept();
				this.connections.incrementAndGet();
				this.sockets.add(socket);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setSoTimeout(SILENCE_MILLIS);
			socket.setSendBufferSize(BUFFER_BYTES);
			socket.setTcpNoDelay(true);
			this.script.run(new PeerConnection(this, socket));
		}
		catch (SocketTimeoutException ex) {
			// the client is silent
		}
		catch (IOException ex) {
			departed();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "reach-scripted-peer");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/**
	 * What is done to a connection.
	 */
	@FunctionalInterface
	interface Script {

		/**
		 * Deal with a connection.
		 * @param connection the connection
		 * @throws IOException when the client has gone
		 * @throws InterruptedException when the peer is stopped
		 */
		void run(PeerConnection connection) throws IOException, InterruptedException;

	}

}
