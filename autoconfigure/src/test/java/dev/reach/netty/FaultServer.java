package dev.reach.netty;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ServerSocketFactory;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server on a raw socket that does to each connection what its script says, right or
 * wrong. Register it with JUnit; it lives as long as a test.
 */
public final class FaultServer implements BeforeEachCallback, AfterEachCallback {

	private static final int LIMIT_SECONDS = 20;

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

	private final BlockingQueue<Socket> departures = new LinkedBlockingQueue<>();

	private volatile ServerSocket listener;

	private volatile Script script = Peer::awaitEnd;

	public FaultServer() {
		this(ServerSocketFactory.getDefault());
	}

	private FaultServer(ServerSocketFactory sockets) {
		this.listener = listen(sockets);
	}

	/**
	 * Create a server that speaks TLS.
	 * @param certificate its key and certificate
	 * @return a server
	 */
	public static FaultServer secure(HeldCertificate certificate) {
		return new FaultServer(new HandshakeCertificates.Builder().heldCertificate(certificate)
			.build()
			.sslContext()
			.getServerSocketFactory());
	}

	private static ServerSocket listen(ServerSocketFactory sockets) {
		try {
			return sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		start(this::accept);
	}

	/**
	 * Set what is done to each connection from now on.
	 * @param script the script; the connection is closed at its end
	 * @return this server
	 */
	public FaultServer onConnection(Script script) {
		this.script = script;
		return this;
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.listener.getLocalPort());
	}

	public URI secureUrl() {
		return URI.create("https://127.0.0.1:" + this.listener.getLocalPort());
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Return what was read of the requests, head and body as they came.
	 * @return the requests
	 */
	public List<String> requests() {
		return this.requests;
	}

	/**
	 * Return how many connections were accepted.
	 * @return the number
	 */
	public int connections() {
		return this.accepted.get();
	}

	/**
	 * Wait for one more request.
	 * @return what was read of it
	 */
	public String awaitRequest() throws InterruptedException {
		String request = this.arrivals.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		assertThat(request).as("a request").isNotNull();
		return String.valueOf(request);
	}

	/**
	 * Wait until the client has closed one more connection.
	 */
	public void awaitDeparture() throws InterruptedException {
		assertThat(this.departures.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).as("a connection closed by the client")
			.isNotNull();
	}

	/**
	 * Note what a script has read on its own.
	 * @param request what was read
	 */
	public void arrived(String request) {
		this.requests.add(request);
		this.arrivals.add(request);
	}

	private void accept() {
		try {
			while (!this.listener.isClosed()) {
				Socket socket = this.listener.accept();
				this.accepted.incrementAndGet();
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
			socket.setSoTimeout(LIMIT_SECONDS * 1000);
			socket.setTcpNoDelay(true);
			this.script.run(new Peer(this, socket));
		}
		catch (IOException ex) {
			// the client has gone, or the test is over
		}
	}

	private void start(Runnable task) {
		Thread thread = new Thread(task, "fault-server");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		for (Thread thread : this.threads) {
			thread.interrupt();
			thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
		}
	}

	/**
	 * What is done to a connection.
	 */
	@FunctionalInterface
	public interface Script {

		/**
		 * Deal with a connection.
		 * @param peer the connection
		 * @throws IOException when the client has gone
		 */
		void run(Peer peer) throws IOException;

	}

	/**
	 * One connection.
	 *
	 * @param server the server
	 * @param socket the socket
	 */
	public record Peer(FaultServer server, Socket socket) {

		/**
		 * Read the head of a request.
		 * @return the head, or an empty text if the client has closed the connection
		 */
		public String readHead() throws IOException {
			String head = readTo("\r\n\r\n");
			if (!head.isEmpty()) {
				this.server.arrived(head);
			}
			return head;
		}

		/**
		 * Read a request with its body.
		 * @return the request, or an empty text if the client has closed the connection
		 */
		public String readRequest() throws IOException {
			String head = readTo("\r\n\r\n");
			if (head.isEmpty()) {
				return head;
			}
			Matcher length = CONTENT_LENGTH.matcher(head);
			String body = "";
			if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
				body = readTo("0\r\n\r\n");
			}
			else if (length.find()) {
				body = read(Integer.parseInt(length.group(1)));
			}
			this.server.arrived(head + body);
			return head + body;
		}

		public String read(int count) throws IOException {
			return text(this.socket.getInputStream().readNBytes(count));
		}

		public String readTo(String end) throws IOException {
			InputStream in = this.socket.getInputStream();
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			for (int next = in.read(); next != -1; next = in.read()) {
				bytes.write(next);
				if (next == '\n' && text(bytes.toByteArray()).endsWith(end)) {
					break;
				}
			}
			return text(bytes.toByteArray());
		}

		public Peer write(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return this;
		}

		/**
		 * Answer in the way a healthy server does.
		 * @param body the body
		 */
		public void answer(String body) throws IOException {
			write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
				.formatted(body.length(), body));
		}

		/**
		 * Pass bytes on in both directions until one side ends.
		 * @param port where to connect to
		 */
		public void relay(int port) throws IOException {
			try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
				this.server.sockets.add(target);
				this.server.start(() -> copy(target, this.socket));
				copy(this.socket, target);
			}
		}

		private static void copy(Socket from, Socket to) {
			try {
				from.getInputStream().transferTo(to.getOutputStream());
				to.shutdownOutput();
			}
			catch (IOException ex) {
				// one side has gone
			}
		}

		/**
		 * Close the connection in the way a crash does.
		 */
		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		/**
		 * Wait until the client closes the connection.
		 */
		public void awaitEnd() throws IOException {
			try {
				while (this.socket.getInputStream().read() != -1) {
					continue;
				}
			}
			catch (SocketTimeoutException ex) {
				return;
			}
			catch (IOException ex) {
				if (this.socket.isClosed()) {
					return;
				}
			}
			this.server.departures.add(this.socket);
		}

		/**
		 * Write one byte after the other, with a gap between them, until the client
		 * closes the connection.
		 */
		public void trickle() throws IOException {
			this.socket.setSoTimeout(50);
			try {
				for (int written = 0; written < LIMIT_SECONDS * 20; written++) {
					if (isQuiet()) {
						write("x");
					}
				}
			}
			catch (IOException ex) {
				// the client has gone
			}
			awaitEnd();
		}

		private boolean isQuiet() throws IOException {
			try {
				if (this.socket.getInputStream().read() == -1) {
					throw new EOFException();
				}
				return false;
			}
			catch (SocketTimeoutException ex) {
				return true;
			}
		}

		private static String text(byte[] bytes) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}

	}

}
