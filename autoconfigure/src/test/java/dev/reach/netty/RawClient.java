package dev.reach.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.SocketFactory;

/**
 * A connection on which requests are written octet by octet, as no client writes them.
 * Each character is one octet.
 */
public final class RawClient implements AutoCloseable {

	private static final int LIMIT_MILLIS = 10_000;

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

	private final Socket socket;

	public RawClient(int port) throws IOException {
		this(SocketFactory.getDefault(), port);
	}

	public RawClient(SocketFactory sockets, int port) throws IOException {
		this.socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(LIMIT_MILLIS);
		this.socket.setTcpNoDelay(true);
	}

	public RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(RequestShapes.bytes(text));
		return this;
	}

	/**
	 * Write each octet on its own.
	 * @param text the octets
	 * @return this client
	 */
	public RawClient sendSlowly(String text) throws IOException {
		for (byte octet : RequestShapes.bytes(text)) {
			this.socket.getOutputStream().write(octet);
		}
		return this;
	}

	/**
	 * Say that nothing more will be sent.
	 * @return this client
	 */
	public RawClient shutDownOutput() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/**
	 * Read the head of a response.
	 * @return the head, or what came until the server closed the connection
	 */
	public String readHead() throws IOException {
		StringBuilder text = new StringBuilder();
		for (int next = this.socket.getInputStream().read(); next != -1; next = this.socket.getInputStream().read()) {
			text.append((char) next);
			if (text.length() > 3 && text.substring(text.length() - 4).equals("\r\n\r\n")) {
				break;
			}
		}
		return text.toString();
	}

	/**
	 * Read a response.
	 * @return the head, and the body as it is on the wire
	 */
	public String readResponse() throws IOException {
		String head = readHead();
		StringBuilder response = new StringBuilder(head);
		Matcher length = CONTENT_LENGTH.matcher(head);
		if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
			while (response.indexOf("\r\n0\r\n\r\n", head.length() - 2) == -1) {
				response.append(read(1));
			}
		}
		else if (length.find()) {
			response.append(read(Integer.parseInt(length.group(1))));
		}
		return response.toString();
	}

	/**
	 * Read octets.
	 * @param count how many
	 * @return the octets
	 */
	public String read(int count) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(count);
		if (bytes.length < count) {
			throw new IOException("The connection has ended");
		}
		return text(bytes);
	}

	/**
	 * Read all until the server closes the connection.
	 * @return what came
	 */
	public String readAll() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		this.socket.getInputStream().transferTo(bytes);
		return text(bytes.toByteArray());
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
