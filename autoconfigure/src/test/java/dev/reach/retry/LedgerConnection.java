package dev.reach.retry;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * One connection of a {@link LedgerServer}: request after request until one meets a fault
 * that ends it.
 */
final class LedgerConnection {

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

	private static final Pattern ID = Pattern.compile("(?:messageId|bulkIdentifier)=([\\w-]+)");

	private static final Set<Fault> KEEPING = EnumSet.of(Fault.NONE, Fault.TOO_MANY, Fault.TOO_MANY_FOR_NOW,
			Fault.UNAVAILABLE, Fault.UNAVAILABLE_BUT_DONE, Fault.UNAVAILABLE_FOR_NOW);

	private static final String NOW = "Retry-After: 0\r\n";

	private final LedgerServer server;

	private final Socket raw;

	private final Socket socket;

	private final InputStream in;

	/**
	 * Create a connection.
	 * @param server what it belongs to
	 * @param raw the socket
	 * @param socket the socket, or the one for TLS upon it
	 */
	LedgerConnection(LedgerServer server, Socket raw, Socket socket) throws IOException {
		this.server = server;
		this.raw = raw;
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
	}

	void serve() throws IOException {
		boolean goesOn = true;
		while (goesOn) {
			String head = readHead();
			goesOn = !head.isEmpty() && serve(head, this.server.nextRequest());
		}
		this.socket.close();
	}

	private boolean serve(String head, Fault fault) throws IOException {
		if (fault == Fault.RESET_AFTER_HEAD) {
			reset();
			return false;
		}
		Matcher length = CONTENT_LENGTH.matcher(head);
		int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
		byte[] body = this.in.readNBytes(expected);
		Matcher id = ID.matcher(head + text(body));
		if (body.length < expected || !id.find()) {
			return false;
		}
		this.server.ledger().read(id.group(1), fault);
		answer(fault, "{\"messageId\":\"%s\"}".formatted(id.group(1)));
		return KEEPING.contains(fault);
	}

	private void answer(Fault fault, String json) throws IOException {
		switch (fault) {
			case NONE, END_AFTER_ANSWER -> write(head("200 OK", "", json.length()) + json);
			case TOO_MANY -> write(head("429 Too Many Requests", "", 0));
			case TOO_MANY_FOR_NOW -> write(head("429 Too Many Requests", NOW, 0));
			case UNAVAILABLE, UNAVAILABLE_BUT_DONE -> write(head("503 Service Unavailable", "", 0));
			case UNAVAILABLE_FOR_NOW -> write(head("503 Service Unavailable", NOW, 0));
			case END_IN_STATUS_LINE -> write("HTTP/1.1 2");
			case END_IN_BODY -> write(head("200 OK", "", json.length()) + json.substring(1));
			case RESET_IN_BODY -> {
				write(head("200 OK", "", json.length()) + json.substring(1));
				reset();
			}
			case GARBAGE -> write("SSH-2.0-OpenSSH_9.9\r\n\r\n");
			case STALL -> awaitEnd();
			case RESET_AFTER_REQUEST -> reset();
			default -> Assert.state(fault == Fault.END_AFTER_REQUEST, () -> fault + " is none of a request");
		}
	}

	private static String head(String status, String fields, int length) {
		return "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n".formatted(status, fields,
				length);
	}

	private void write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void reset() throws IOException {
		this.raw.setSoLinger(true, 0);
		this.raw.close();
	}

	private void awaitEnd() throws IOException {
		while (this.in.read() != -1) {
			continue;
		}
	}

	private String readHead() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		int lineLength = 0;
		for (int next = this.in.read(); next != -1; next = this.in.read()) {
			head.write(next);
			if (next == '\n' && lineLength == 0) {
				return text(head.toByteArray());
			}
			lineLength = (next == '\n') ? 0 : (next == '\r') ? lineLength : lineLength + 1;
		}
		return "";
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
