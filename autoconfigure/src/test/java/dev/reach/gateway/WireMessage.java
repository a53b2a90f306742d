package dev.reach.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request or response as it is on the wire, one character for each byte.
 *
 * @param startLine the first line
 * @param fields the headers in their order, names as they are written
 * @param body the content without its chunks
 * @param closed whether the connection ended right after it
 */
record WireMessage(String startLine, List<Map.Entry<String, String>> fields, String body, boolean closed) {

	private static final int LIMIT_MILLIS = 20_000;

	/**
	 * Send a request on a connection of its own.
	 * @param port the port on this machine
	 * @param request the request
	 * @return the response, without the interim ones before it
	 */
	static WireMessage exchange(int port, String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(LIMIT_MILLIS);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return read(socket, request.startsWith("HEAD "));
		}
	}

	static WireMessage parse(String head) {
		String[] lines = head.split("\r\n");
		List<Map.Entry<String, String>> fields = new ArrayList<>();
		for (int line = 1; line < lines.length && !lines[line].isEmpty(); line++) {
			int colon = lines[line].indexOf(':');
			fields.add(Map.entry(lines[line].substring(0, colon), lines[line].substring(colon + 1).strip()));
		}
		return new WireMessage(lines[0], fields, "", false);
	}

	private static WireMessage read(Socket socket, boolean head) throws IOException {
		InputStream in = socket.getInputStream();
		WireMessage message = parse(readHead(in));
		while (message.startLine.startsWith("HTTP/1.1 1")) {
			message = parse(readHead(in));
		}
		String body = head ? "" : readBody(in, message);
		boolean closed = message.all("Connection").contains("close") && in.read() == -1;
		return new WireMessage(message.startLine, message.fields, body, closed);
	}

	private static String readHead(InputStream in) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int next = in.read(); next != -1; next = in.read()) {
			bytes.write(next);
			if (next == '\n' && text(bytes.toByteArray()).endsWith("\r\n\r\n")) {
				break;
			}
		}
		return text(bytes.toByteArray());
	}

	private static String readBody(InputStream in, WireMessage message) throws IOException {
		if (message.all("Transfer-Encoding").contains("chunked")) {
			StringBuilder body = new StringBuilder();
			for (int size = chunkSize(in); size != 0; size = chunkSize(in)) {
				body.append(text(in.readNBytes(size)));
				in.readNBytes(2);
			}
			return body.toString();
		}
		List<String> length = message.all("Content-Length");
		return length.isEmpty() ? "" : text(in.readNBytes(Integer.parseInt(length.get(0))));
	}

	private static int chunkSize(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n' && next != -1; next = in.read()) {
			line.append((char) next);
		}
		return Integer.parseInt(line.toString().strip(), 16);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	int status() {
		return Integer.parseInt(this.startLine.split(" ")[1]);
	}

	List<String> all(String name) {
		return this.fields.stream()
			.filter((field) -> field.getKey().equalsIgnoreCase(name))
			.map(Map.Entry::getValue)
			.toList();
	}

	Map<String, List<String>> byName() {
		Map<String, List<String>> values = new TreeMap<>();
		this.fields.forEach(
				(field) -> values.computeIfAbsent(field.getKey().toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
					.add(field.getValue()));
		return values;
	}

}
