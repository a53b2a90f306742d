package dev.reach.gateway;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

import dev.reach.netty.FaultServer.Peer;

/**
 * One end of a WebSocket that sends and shows each frame as it is.
 */
final class RawWebSocket implements Closeable {

	static final int CONTINUATION = 0;

	static final int TEXT = 1;

	static final int BINARY = 2;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	static final String KEY = "AQIDBAUGBwgJCgsMDQ4PEA==";

	static final String HANDSHAKE = "Host: caller.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
			+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";

	private static final int LIMIT_MILLIS = 20_000;

	private final Socket socket;

	private final boolean client;

	private final String head;

	private RawWebSocket(Socket socket, boolean client, String head) {
		this.socket = socket;
		this.client = client;
		this.head = head;
	}

	/**
	 * Send a handshake and read the answer, whatever it is.
	 */
	static RawWebSocket connect(int port, String path, String... headers) throws IOException {
		return send(port, "GET " + path + " HTTP/1.1\r\n" + HANDSHAKE + lines(headers) + "\r\n");
	}

	static RawWebSocket send(int port, String handshake) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(LIMIT_MILLIS);
		socket.setTcpNoDelay(true);
		socket.getOutputStream().write(handshake.getBytes(StandardCharsets.ISO_8859_1));
		return new RawWebSocket(socket, true, readHead(socket));
	}

	/**
	 * Read a handshake and accept it.
	 */
	static RawWebSocket accept(Peer peer, String... headers) throws IOException {
		String head = peer.readHead();
		peer.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Accept: " + acceptOf(header(head, "sec-websocket-key")) + "\r\n" + lines(headers)
				+ "\r\n");
		return new RawWebSocket(peer.socket(), false, head);
	}

	static String acceptOf(String key) {
		try {
			byte[] seed = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(seed));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String header(String head, String name) {
		return head.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	private static String lines(String... headers) {
		return (headers.length == 0) ? "" : String.join("\r\n", headers) + "\r\n";
	}

	private static String readHead(Socket socket) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = socket.getInputStream().read();
			if (next == -1) {
				break;
			}
			bytes.write(next);
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the head that the other side has sent.
	 */
	String head() {
		return this.head;
	}

	String headStatus() {
		return this.head.split(" ")[1];
	}

	String readBody(int length) throws IOException {
		return new String(this.socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	RawWebSocket text(String text) throws IOException {
		return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
	}

	RawWebSocket closing(int code, String reason) throws IOException {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		return frame(CLOSE, true, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	RawWebSocket frame(int opcode, boolean last, byte[] payload) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(frameHead(opcode, last, payload.length));
		byte[] mask = this.client ? new byte[] { 1, 2, 3, 4 } : new byte[4];
		for (int index = 0; index < payload.length; index++) {
			out.write(payload[index] ^ mask[index % 4]);
		}
		this.socket.getOutputStream().write(out.toByteArray());
		return this;
	}

	/**
	 * Send the head of a frame only.
	 */
	RawWebSocket head(int opcode, int length) throws IOException {
		this.socket.getOutputStream().write(frameHead(opcode, true, length));
		return this;
	}

	private byte[] frameHead(int opcode, boolean last, int length) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write((last ? 0x80 : 0) | opcode);
		int masked = this.client ? 0x80 : 0;
		if (length < 126) {
			out.write(masked | length);
		}
		else if (length < 65_536) {
			out.write(masked | 126);
			out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
		}
		else {
			out.write(masked | 127);
			out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
		}
		if (this.client) {
			out.writeBytes(new byte[] { 1, 2, 3, 4 });
		}
		return out.toByteArray();
	}

	/**
	 * Read a frame.
	 * @return the frame; {@link Frame#END} if the connection has ended without one
	 */
	Frame read() throws IOException {
		try {
			DataInputStream in = new DataInputStream(this.socket.getInputStream());
			int first = in.readUnsignedByte();
			int second = in.readUnsignedByte();
			long length = second & 0x7f;
			if (length == 126) {
				length = in.readUnsignedShort();
			}
			else if (length == 127) {
				length = in.readLong();
			}
			byte[] mask = new byte[4];
			if ((second & 0x80) != 0) {
				in.readFully(mask);
			}
			byte[] payload = in.readNBytes(Math.toIntExact(length));
			for (int index = 0; index < payload.length; index++) {
				payload[index] ^= mask[index % 4];
			}
			return new Frame(first & 0xf, (first & 0x80) != 0, (second & 0x80) != 0, payload);
		}
		catch (EOFException ex) {
			return Frame.END;
		}
	}

	/**
	 * Disappear in the way a crash does.
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A frame.
	 */
	record Frame(int opcode, boolean last, boolean masked, byte[] payload) {

		static final Frame END = new Frame(-1, true, false, new byte[0]);

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		/**
		 * Return what a closing frame says, empty if it has no code.
		 */
		String status() {
			if (this.opcode != CLOSE) {
				return "no close frame but " + this.opcode;
			}
			return (this.payload.length == 0) ? "" : ((this.payload[0] & 0xff) << 8 | (this.payload[1] & 0xff)) + " "
					+ new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
		}

	}

}
