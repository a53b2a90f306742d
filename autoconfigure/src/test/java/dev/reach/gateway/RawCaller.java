package dev.reach.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A caller of the gateway on a raw socket.
 */
final class RawCaller implements AutoCloseable {

	private static final int LIMIT_MILLIS = 20_000;

	private final Socket socket;

	private RawCaller(Socket socket) {
		this.socket = socket;
	}

	static RawCaller of(GatewayServer gateway) throws IOException {
		Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), gateway.port());
		socket.setSoTimeout(LIMIT_MILLIS);
		socket.setTcpNoDelay(true);
		return new RawCaller(socket);
	}

	/**
	 * Limit how long each read waits, for what comes at once if it comes at all.
	 */
	RawCaller patience(Duration patience) throws IOException {
		this.socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
		return this;
	}

	RawCaller get(String path) throws IOException {
		return send("GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n");
	}

	RawCaller send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	RawCaller send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	/**
	 * Read the head of a response.
	 * @return the head, in lower case
	 */
	String readHead() throws IOException {
		return readTo("\r\n\r\n").toLowerCase(Locale.ROOT);
	}

	String readTo(String end) throws IOException {
		InputStream in = this.socket.getInputStream();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int next = in.read(); next != -1; next = in.read()) {
			bytes.write(next);
			if (text(bytes.toByteArray()).endsWith(end)) {
				break;
			}
		}
		return text(bytes.toByteArray());
	}

	String read(int count) throws IOException {
		return text(this.socket.getInputStream().readNBytes(count));
	}

	byte[] readBytes(int count) throws IOException {
		return this.socket.getInputStream().readNBytes(count);
	}

	/**
	 * Read all until the gateway closes the connection.
	 * @return what came
	 */
	String readToEnd() throws IOException {
		return text(this.socket.getInputStream().readAllBytes());
	}

	/**
	 * Close the connection in the way a crash does.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
