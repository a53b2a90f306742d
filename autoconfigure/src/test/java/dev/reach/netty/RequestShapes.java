package dev.reach.netty;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests as they are on the wire, by what is special about them. Each character is one
 * octet.
 */
public final class RequestShapes {

	private static final String HOST = "Host: a.example\r\n";

	private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

	private RequestShapes() {
	}

	/**
	 * Return requests that must be refused, each of them by its head.
	 * @return the requests by name; some begin a body or another request
	 */
	public static Map<String, String> malformedHeads() {
		Map<String, String> shapes = new LinkedHashMap<>();
		addLengths(shapes);
		addTransferEncodings(shapes);
		addLines(shapes);
		addFields(shapes);
		addRequestLines(shapes);
		addTargets(shapes);
		addHosts(shapes);
		return shapes;
	}

	private static void addLengths(Map<String, String> shapes) {
		String smuggled = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n";
		shapes.put("length and chunked", post("Content-Length: 5\r\n" + CHUNKED) + smuggled);
		shapes.put("chunked and length", post(CHUNKED + "Content-Length: 5\r\n") + smuggled);
		shapes.put("two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello!");
		shapes.put("two equal lengths", post("Content-Length: 5\r\ncontent-length: 5\r\n") + "hello");
		shapes.put("list of lengths", post("Content-Length: 5, 5\r\n") + "hello");
		for (String value : new String[] { "+5", "-1", "0x5", "5 5", "5a", "5.0", "5e0", "", "\t5", "5\t", "\u00b25",
				"5\u000b", "5;", "\"5\"", "9223372036854775808", "18446744073709551621", "1000000000000000000" }) {
			shapes.put("length '%s'".formatted(value), post("Content-Length: " + value + "\r\n") + "hello");
		}
	}

	private static void addTransferEncodings(Map<String, String> shapes) {
		for (String value : new String[] { "xchunked", "chunkedx", "chunked, identity", "identity, chunked", "identity",
				"gzip, chunked", "gzip", "chunked, chunked", "chunked,", ",chunked", "", "\tchunked", "chunked\t",
				"\u000bchunked", "chunked\u000b", "chunked;q=1", "\"chunked\"", "'chunked'", "chunke", "x chunked",
				"\u0000chunked", "chunked\u00a0" }) {
			shapes.put("encoding '%s'".formatted(value), post("Transfer-Encoding: " + value + "\r\n") + "0\r\n\r\n");
		}
		shapes.put("two encodings", post(CHUNKED + CHUNKED) + "0\r\n\r\n");
		shapes.put("two encodings, one other", post(CHUNKED + "Transfer-encoding: x\r\n") + "0\r\n\r\n");
		shapes.put("encoding in HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n0\r\n\r\n");
		shapes.put("encoding with a blank before the colon",
				post("Transfer-Encoding : chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n");
		shapes.put("encoding with a tab before the colon", post("Transfer-Encoding\t: chunked\r\n") + "0\r\n\r\n");
		shapes.put("encoding after a blank", post(" Transfer-Encoding: chunked\r\n") + "0\r\n\r\n");
		shapes.put("encoding after a bare line feed", post("X: x\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n");
		shapes.put("encoding after a bare carriage return", post("X: x\rTransfer-Encoding: chunked\r\n") + "0\r\n\r\n");
		shapes.put("encoding on a folded line", post("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n");
	}

	private static void addLines(Map<String, String> shapes) {
		shapes.put("bare line feeds", "GET / HTTP/1.1\nHost: a.example\n\n");
		shapes.put("bare line feed after the request line", "GET / HTTP/1.1\n" + HOST + "\r\n");
		shapes.put("bare line feed at the end of the head", get("").replaceFirst("\r\n$", "\n"));
		shapes.put("bare carriage return in the request line", "GET /\rx HTTP/1.1\r\n" + HOST + "\r\n");
		shapes.put("bare carriage return in a value", get("X: a\rb\r\n"));
		shapes.put("two carriage returns", get("X: a\r\r\n"));
		shapes.put("folded value", get("X: a\r\n b\r\n"));
		shapes.put("folded value with a tab", get("X: a\r\n\tb\r\n"));
		shapes.put("blank line that is not empty", get(" \r\n"));
		shapes.put("blank before the first field", "GET / HTTP/1.1\r\n X: a\r\n" + HOST + "\r\n");
		shapes.put("two empty lines before", "\r\n\r\n" + get(""));
		shapes.put("bare line feed before", "\n" + get(""));
		shapes.put("blank before the method", " " + get(""));
		shapes.put("NUL before the method", "\u0000" + get(""));
	}

	private static void addFields(Map<String, String> shapes) {
		shapes.put("no colon", get("X\r\n"));
		shapes.put("empty name", get(": a\r\n"));
		shapes.put("blank in a name", get("X Y: a\r\n"));
		shapes.put("blank before the colon", get("X : a\r\n"));
		shapes.put("slash in a name", get("X/Y: a\r\n"));
		shapes.put("letter that is not ASCII in a name", get("X\u00e9: a\r\n"));
		shapes.put("NUL in a name", get("X\u0000: a\r\n"));
		shapes.put("NUL in a value", get("X: a\u0000b\r\n"));
		shapes.put("escape in a value", get("X: a\u001bb\r\n"));
		shapes.put("vertical tab in a value", get("X: a\u000bb\r\n"));
		shapes.put("DEL in a value", get("X: a\u007fb\r\n"));
		shapes.put("keys of a draft of WebSocket",
				get("Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n") + get("").substring(0, 8));
	}

	private static void addRequestLines(Map<String, String> shapes) {
		for (String line : new String[] { "GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET\t/ HTTP/1.1",
				"GET /\tHTTP/1.1", "GET / HTTP/1.1 ", "GET / x HTTP/1.1", "GET / HTTP/1.1 HTTP/1.1", " GET / HTTP/1.1",
				"GET / HTTP/2.0", "GET / HTTP/1.2", "GET / HTTP/0.9", "GET / HTTP/3", "GET / http/1.1",
				"GET / HTTP/1.10", "GET / HTTP/01.1", "GET / HTTP/1.1x", "GET / ICAP/1.0", "GET / HTTP/1,1",
				"G@T / HTTP/1.1", "G\u00c9T / HTTP/1.1", "GET: / HTTP/1.1", "GET /\u0001 HTTP/1.1",
				"GET /\u007f HTTP/1.1", "GET /\u00e9 HTTP/1.1", "GET /\u0000 HTTP/1.1", "GET /a#b HTTP/1.1",
				"GET /\u000b HTTP/1.1", "GET /\u000cHTTP/1.1", "PRI * HTTP/2.0" }) {
			shapes.put("line '%s'".formatted(line), line + "\r\n" + HOST + "\r\n");
		}
	}

	private static void addTargets(Map<String, String> shapes) {
		for (String target : new String[] { "http://evil.example/", "http://a.example:81/", "http://a.example.evil/",
				"http://user@a.example/", "http://a.example@evil.example/", "http://a.example:80@evil.example/",
				"ftp://a.example/", "file:///etc/passwd", "ws://a.example/", "http:///x", "http://", "http:/x",
				"http:x", "https://evil.example/", "http://?a.example", "http://a.example\\@evil/", "a.example:80",
				"a.example", "@evil.example/", "evil.example/x", ".evil.example/", "?x=1", "*", "x",
				"\\\\evil.example\\x" }) {
			shapes.put("target '%s'".formatted(target), "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
		}
		shapes.put("CONNECT", "CONNECT a.example:80 HTTP/1.1\r\nHost: a.example:80\r\n\r\n");
		shapes.put("CONNECT with a path", "CONNECT / HTTP/1.1\r\n" + HOST + "\r\n");
		shapes.put("absolute target with user information like Host",
				"GET http://user@a.example/ HTTP/1.1\r\nHost: user@a.example\r\n\r\n");
		shapes.put("absolute target of HTTP/1.0 without Host", "GET http://evil.example/ HTTP/1.0\r\n\r\n");
	}

	private static void addHosts(Map<String, String> shapes) {
		shapes.put("no host", "GET / HTTP/1.1\r\n\r\n");
		shapes.put("two hosts", get(HOST));
		shapes.put("two hosts that differ", get("host: evil.example\r\n"));
		shapes.put("two hosts in HTTP/1.0", "GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n");
		for (String host : new String[] { "", "user@a.example", "a.example, b.example", "a.example b.example",
				"a.example/x", "a.example\\x", "a.example?x", "a.example#x", "a.example\t", "\ta.example",
				"http://a.example", "a.example:", "a.example:x", "a.example:+80", "a.example:80:80", "a.example:65536",
				"a.example:000080", ":80", "[::1", "::1", "[::1]x", "[a.example]", "[fe80::1%25eth0]", "[]",
				"a%2eexample", "a\u00e9.example", "a.example;x", "a.example\u0000", "<a>" }) {
			shapes.put("host '%s'".formatted(host), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
		}
	}

	/**
	 * Return chunked bodies that must be refused.
	 * @return the requests by name
	 */
	public static Map<String, String> malformedBodies() {
		Map<String, String> shapes = new LinkedHashMap<>();
		for (String size : new String[] { "0x5", "+5", "-5", " 5", "5 ", "\t5", "5\t", "", ";a=b", "g", "5g", "5,",
				"80000000", "100000000", "ffffffffffffffff", "10000000000000005", "00000000000000005", "5 ;a=b",
				"5;a=\u0001", "5;a=\u007f", "5;a=\u00e9", "5;a=\u0000", "5\u000b", "5;a=\"b", "5;a=\"b\\\"", "5;",
				"5;;a", "5;=b", "5;a=", "5;a b", "5;" + "a".repeat(600) }) {
			shapes.put("chunk size '%s'".formatted((size.length() < 80) ? size : "5; and long"),
					post(CHUNKED) + size + "\r\nhello\r\n0\r\n\r\n");
		}
		shapes.put("chunk size with a bare line feed", post(CHUNKED) + "5\nhello\r\n0\r\n\r\n");
		shapes.put("chunk size with a bare carriage return", post(CHUNKED) + "5\rhello\r\n0\r\n\r\n");
		shapes.put("chunk extension with a bare line feed", post(CHUNKED) + "5;a\nhello\r\n0\r\n\r\n");
		shapes.put("chunk without a line end", post(CHUNKED) + "5\r\nhello0\r\n\r\n");
		shapes.put("chunk that is longer than its size", post(CHUNKED) + "5\r\nhello!\r\n0\r\n\r\n");
		shapes.put("chunk with a bare line feed at its end", post(CHUNKED) + "5\r\nhello\n0\r\n\r\n");
		for (String trailer : new String[] { "Content-Length: 5", "Transfer-Encoding: chunked", "Host: evil.example",
				"content-length:0", "Connection: close", "Trailer: X", "Upgrade: x", "X : a", "X", " X: a", "X: \u0000",
				": a", "X: a\r\n b" }) {
			shapes.put("trailer '%s'".formatted(trailer), post(CHUNKED) + "5\r\nhello\r\n0\r\n" + trailer + "\r\n\r\n");
		}
		shapes.put("bare line feed after the trailers", post(CHUNKED) + "5\r\nhello\r\n0\r\n\n");
		return shapes;
	}

	/**
	 * Return connections with requests that are in order.
	 * @return what is sent by name
	 *
	 */
	public static Map<String, Accepted> wellFormed() {
		Map<String, Accepted> shapes = new LinkedHashMap<>();
		shapes.put("GET", new Accepted(get(""), 0));
		shapes.put("empty line before", new Accepted("\r\n" + get(""), 0));
		shapes.put("empty line between", new Accepted(get("") + "\r\n" + get(""), 0, 0));
		shapes.put("pipelined", new Accepted(get("") + get("X: \r\n") + get("X:a\r\n"), 0, 0, 0));
		shapes.put("length", new Accepted(post("Content-Length: 5\r\n") + "hello", 5));
		shapes.put("length zero", new Accepted(post("Content-Length: 0\r\n"), 0));
		shapes.put("length with zeros", new Accepted(post("Content-Length:0005  \r\n") + "hello", 5));
		shapes.put("length of a GET", new Accepted(get("Content-Length: 5\r\n") + "hello" + get(""), 5, 0));
		shapes.put("no length", new Accepted(post("") + get(""), 0, 0));
		shapes.put("body that looks like a request", new Accepted(
				post("Content-Length: %d\r\n".formatted(get("").length())) + get("") + get(""), get("").length(), 0));
		shapes.put("chunked", new Accepted(post(CHUNKED) + "5\r\nhello\r\n0\r\n\r\n" + get(""), 5, 0));
		shapes.put("chunked, other case",
				new Accepted(post("tRANSFER-eNCODING:CHUNKED\r\n") + "A\r\n0123456789\r\n000\r\n\r\n", 10));
		shapes.put("chunked and empty", new Accepted(post(CHUNKED) + "0\r\n\r\n" + get(""), 0, 0));
		shapes.put("chunks", new Accepted(post(CHUNKED) + "5\r\nhello\r\n00c\r\nworld\r\n\r\n\r\n!\r\n0\r\n\r\n", 17));
		shapes.put("chunk extensions",
				new Accepted(post(CHUNKED) + "5;a\r\nhello\r\n1;a=\"b; c\";d\r\n!\r\n0;x=y\r\n\r\n", 6));
		shapes.put("trailers",
				new Accepted(post(CHUNKED) + "5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n" + get(""), 5, 0));
		shapes.put("HTTP/1.0", new Accepted("GET / HTTP/1.0\r\n\r\n", 0));
		shapes.put("HTTP/1.0 with a length",
				new Accepted("POST /a HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi", 2));
		shapes.put("absolute target", new Accepted("GET http://A.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n", 0));
		shapes.put("absolute target without a path",
				new Accepted("GET https://a.example?x=1 HTTP/1.1\r\nHost: a.example\r\n\r\n", 0));
		shapes.put("OPTIONS of the server", new Accepted("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", 0));
		shapes.put("address with a port", new Accepted("GET / HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n", 0));
		shapes.put("name with an underscore", new Accepted("GET / HTTP/1.1\r\nHost:my_host-1:8080\r\n\r\n", 0));
		shapes.put("any method", new Accepted("M-SEARCH /x?a=%20&b=[1]&c={} HTTP/1.1\r\n" + HOST + "\r\n", 0));
		shapes.put("value that is not ASCII", new Accepted(get("X: \u00e9\t\u00ff\r\n"), 0));
		return shapes;
	}

	/**
	 * Return what a string is on the wire.
	 * @param text the text
	 * @return its octets
	 */
	public static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String get(String fields) {
		return "GET /path?query HTTP/1.1\r\n" + HOST + fields + "\r\n";
	}

	private static String post(String fields) {
		return "POST /path HTTP/1.1\r\n" + HOST + fields + "\r\n";
	}

	/**
	 * Requests that are in order.
	 *
	 * @param text the requests
	 * @param bodies how long the body of each is
	 */
	public record Accepted(String text, int... bodies) {

	}

}
