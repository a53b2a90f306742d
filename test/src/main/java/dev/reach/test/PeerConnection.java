package dev.reach.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * One connection of a {@link ScriptedPeer}: reads requests, and writes bytes, right or
 * wrong.
 *
 * @param peer the peer
 * @param socket the socket
 */
record PeerConnection(ScriptedPeer peer, Socket socket) {

	/**
	 * Read the head of a request.
	 * @return the head, or {@code null} if the client has closed the connection
	 * @throws IOException when the client has gone
	 */
	@Nullable WireRequest readHead() throws IOException {
		String head = readTo("\r\n\r\n");
		if (head.isEmpty()) {
			return null;
		}
		WireRequest request = new WireRequest(head, new byte[0]);
		this.peer.arrived(request);
		return request;
	}

	/**
	 * Read a request with its body.
	 * @return the request, or {@code null} if the client has closed the connection
	 * @throws IOException when the client has gone
	 */
	@Nullable WireRequest readRequest() throws IOException {
		String head = readTo("\r\n\r\n");
		if (head.isEmpty()) {
			return null;
		}
		WireRequest request = new WireRequest(head, new byte[0]);
		if (request.hasContent()) {
			request = new WireRequest(head, request.isChunked() ? readChunks()
					: readFully(Math.toIntExact(request.headers().getContentLength())));
		}
		this.peer.arrived(request);
		return request;
	}

	byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
			body.write(chunk);
		}
		return body.toByteArray();
	}

	byte[] readChunk() throws IOException {
		String size = readTo("\r\n").strip();
		if (size.isEmpty()) {
			throw new EOFException();
		}
		byte[] chunk = readFully(Integer.parseInt(size.replaceAll(";.*", ""), 16));
		readTo("\r\n");
		return chunk;
	}

	private byte[] readFully(int count) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException();
		}
		return bytes;
	}

	private String readTo(String end) throws IOException {
		InputStream in = this.socket.getInputStream();
		StringBuilder text = new StringBuilder();
		while (text.length() < end.length() || !text.substring(text.length() - end.length()).equals(end)) {
			int next = in.read();
			if (next == -1 && text.isEmpty()) {
				return "";
			}
			if (next == -1) {
				throw new EOFException();
			}
			text.append((char) next);
		}
		return text.toString();
	}

	PeerConnection write(String text) throws IOException {
		return write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	PeerConnection write(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	/**
	 * Answer as a healthy server does.
	 * @param answer the answer
	 * @param method the method of the request
	 * @throws IOException when the client has gone
	 */
	void answer(ReachHttpResponse answer, HttpMethod method) throws IOException {
		byte[] body = Objects.requireNonNull(answer.bytes().block());
		boolean bodiless = answer.status() == 204 || answer.status() == 304;
		StringBuilder head = new StringBuilder("HTTP/1.1 %d Some Reason\r\n".formatted(answer.status()));
		answer.headers()
			.forEach((name, values) -> values
				.forEach((value) -> head.append(name).append(": ").append(value).append("\r\n")));
		if (!bodiless && !answer.headers().containsHeader(HttpHeaders.CONTENT_LENGTH)) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		write(head.append("\r\n").toString());
		if (!bodiless && method != HttpMethod.HEAD) {
			write(body);
		}
	}

	void answer(String body) throws IOException {
		write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body));
	}

	/**
	 * Close the connection in the way a crash does.
	 * @throws IOException when the client has gone
	 */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/**
	 * Wait until the client closes the connection.
	 * @throws IOException when the client does so in the way a crash does
	 */
	void awaitEnd() throws IOException {
		this.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		this.peer.departed();
	}

}
