package dev.reach.retry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLSocketFactory;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server for http and https that keeps a {@link Ledger} of the requests it has read,
 * and to which happens what a {@link FaultSchedule} says.
 */
final class LedgerServer implements AutoCloseable {

	static final int LIMIT_SECONDS = 60;

	private static final int MAX_CONNECTIONS = 200;

	private final ExecutorService threads = Executors.newFixedThreadPool(MAX_CONNECTIONS + 2, (task) -> {
		Thread thread = new Thread(task, "ledger-server");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger requests = new AtomicInteger();

	private final Ledger ledger = new Ledger();

	private final FaultSchedule schedule;

	private final SSLSocketFactory tls;

	private final ServerSocket plain = listen();

	private final ServerSocket secure = listen();

	LedgerServer(FaultSchedule schedule, HeldCertificate certificate) {
		this.schedule = schedule;
		this.tls = new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslSocketFactory();
		this.threads.execute(() -> accept(this.plain, false));
		this.threads.execute(() -> accept(this.secure, true));
	}

	private static ServerSocket listen() {
		try {
			return new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.plain.getLocalPort());
	}

	URI secureUrl() {
		return URI.create("https://127.0.0.1:" + this.secure.getLocalPort());
	}

	Ledger ledger() {
		return this.ledger;
	}

	/**
	 * Return what the next request meets.
	 */
	Fault nextRequest() {
		Fault fault = this.schedule.ofRequest(this.requests.incrementAndGet());
		this.ledger.met(fault);
		return fault;
	}

	private void accept(ServerSocket listener, boolean secure) {
		try {
			for (int number = 1; !listener.isClosed(); number++) {
				Socket socket = listener.accept();
				this.open.add(socket);
				Fault fault = this.schedule.ofConnection(number, secure);
				this.ledger.met(fault);
				this.threads.execute(() -> serve(socket, secure, fault));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket, boolean secure, Fault fault) {
		try (socket) {
			socket.setSoTimeout(LIMIT_SECONDS * 1000);
			socket.setTcpNoDelay(true);
			switch (fault) {
				case RESET_ON_ACCEPT -> socket.setSoLinger(true, 0);
				case END_ON_ACCEPT -> socket.shutdownOutput();
				case RESET_IN_HANDSHAKE -> {
					readClientHello(socket);
					socket.setSoLinger(true, 0);
				}
				case END_IN_HANDSHAKE -> {
					readClientHello(socket);
					socket.shutdownOutput();
				}
				default ->
					new LedgerConnection(this, socket, secure ? this.tls.createSocket(socket, null, true) : socket)
						.serve();
			}
		}
		catch (IOException ex) {
			// the client has gone, or the test is over
		}
		finally {
			left(socket);
		}
	}

	private static void readClientHello(Socket socket) throws IOException {
		byte[] head = socket.getInputStream().readNBytes(5);
		if (head.length == 5) {
			socket.getInputStream().readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
		}
	}

	private synchronized void left(Socket socket) {
		this.open.remove(socket);
		notifyAll();
	}

	/**
	 * Wait until the clients have closed all connections.
	 * @return the number of those that are still open when the time is over
	 */
	synchronized int awaitDepartures() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS / 3);
		for (long left = 1; left > 0 && !this.open.isEmpty(); left = end - System.nanoTime()) {
			wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
		}
		return this.open.size();
	}

	@Override
	public void close() throws IOException {
		this.plain.close();
		this.secure.close();
		for (Socket socket : this.open) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

}
