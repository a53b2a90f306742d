package dev.reach.gateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.credential.RequestSigner;
import dev.reach.http.Origin;
import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends header sets made by chance, but the same each time, through a gateway over raw
 * sockets, and compares what arrives with the rules of RFC 9110, RFC 9112 and RFC 7239 as
 * they are written down here once more.
 */
class HeaderDifferentialTests {

	private static final int SETS = 120;

	private static final List<String> HOP_BY_HOP = List.of("connection", "keep-alive", "proxy-connection",
			"proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "te", "trailer",
			"transfer-encoding", "upgrade", "http2-settings");

	private static final List<String> FORWARDING = List.of("forwarded", "x-forwarded-for", "x-forwarded-host",
			"x-forwarded-proto", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-user", "x-forwarded-ssl",
			"x-forwarded-server", "x_forwarded_for", "x-real-ip", "x-original-url", "x-rewrite-url");

	private static final List<String> FRAMING = List.of("content-length", "transfer-encoding");

	private static final String[] REQUEST_LINES = { "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive",
			"Proxy-Authorization: Basic c2VjcmV0", "TE: trailers", "te: gzip;q=0.5", "Trailer: X-Sum", "Upgrade: h2c",
			"HTTP2-Settings: AAMAAABkAAQAAP__", "Expect: 100-continue", "X-Hop-1: a", "x-hop-2: b", "X-HOP-2: c",
			"Accept-Language: en", "ACCEPT-LANGUAGE: de;q=0.5", "Cookie: a=1", "cookie: b=2", "Authorization: Bearer x",
			"authorization: Basic y", "ApiUser: mallory", "APIKEY: stolen", "ApiSignature: forged", "Range: bytes=0-1",
			"If-None-Match: \"a\", \"b\"", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", "X-Empty:",
			"X-Comma: a, b", "X-Comma: c", "X-Quoted: \"a, b\"", "Via: 1.0 fred, 1.1 p.example", "Max-Forwards: 3",
			"Date: Sun, 06 Nov 1994 08:49:37 GMT", "Referer: http://a.example/x?y", "Origin: http://a.example",
			"Close: a", "X-Odd_Name.1: v", "Cache-Control: no-store" };

	private static final String[] FORWARDED_LINES = { "Forwarded: for=6.6.6.6;proto=https", "X-Forwarded-For: 6.6.6.6",
			"x-forwarded-for: 7.7.7.7", "X-FORWARDED-HOST: evil.example", "X-Forwarded-Proto: https",
			"X-Forwarded-Port: 444", "X-Forwarded-Prefix: /evil", "X-Forwarded-User: root", "X-Forwarded-Ssl: on",
			"X-Forwarded-Server: evil", "X_Forwarded_For: 6.6.6.6", "X-Real-IP: 6.6.6.6", "x-original-url: /admin",
			"X-Rewrite-URL: /admin" };

	private static final String[] OPTIONS = { "close", "keep-alive", "X-Hop-1", "x-HOP-2", "Cookie", "TE", "upgrade",
			"X-Forwarded-For", "forwarded", "via", "Host", "authorization", "ApiKey", "X-Absent", "HTTP2-Settings",
			"X-Comma", "Expect" };

	private static final String[] RESPONSE_LINES = { "Keep-Alive: timeout=5", "Proxy-Connection: close",
			"Proxy-Authenticate: Basic realm=\"in\"", "Proxy-Authentication-Info: nextnonce=\"1\"", "TE: trailers",
			"Trailer: X-Sum", "Upgrade: h2c", "X-Hop-1: a", "x-hop-2: b", "Set-Cookie: a=1; Path=/",
			"set-cookie: b=2; HttpOnly", "Set-Cookie: a=3", "WWW-Authenticate: Basic realm=\"a\"",
			"WWW-Authenticate: Bearer", "Via: 1.1 behind", "Vary: Accept", "VARY: Origin", "ETag: W/\"x\"",
			"Authorization: Basic c2VjcmV0", "apikey: the-key", "ApiUser: the-user", "Cache-Control: max-age=1",
			"Link: </a>; rel=\"x, y\"", "X-Empty:", "Server: a", "Date: Sun, 06 Nov 1994 08:49:37 GMT",
			"X-Forwarded-For: 10.0.0.1", "Content-Language: en", "Retry-After: 3", "Accept-Ranges: bytes" };

	@RegisterExtension
	private final FaultServer target = new FaultServer();

	private volatile String response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final Random random = new Random(9112);

	@Test
	void requestsOfUnknownCallersKeepTheRules() throws Exception {
		compareRequests(Gateway.PLAIN, UnaryOperator.identity());
	}

	@Test
	void requestsOfTrustedProxiesKeepTheRules() throws Exception {
		compareRequests(Gateway.TRUSTING,
				(builder) -> builder.trustedProxies(TrustedProxies.of(List.of("127.0.0.0/8", "::1"))));
	}

	@Test
	void requestsThatGetCredentialsKeepTheRules() throws Exception {
		compareRequests(Gateway.WITH_CREDENTIALS, this::withCredentials);
	}

	@Test
	void responsesKeepTheRules() throws Exception {
		compareResponses(Gateway.PLAIN, UnaryOperator.identity());
	}

	@Test
	void responsesToRequestsWithCredentialsKeepTheRules() throws Exception {
		compareResponses(Gateway.WITH_CREDENTIALS, this::withCredentials);
	}

	private HttpProxyHandler.Builder withCredentials(HttpProxyHandler.Builder builder) {
		CredentialHeaders credentials = new CredentialHeaders(
				ReachCredentialsProvider.of(new ReachCredentials("own-user", "own-key")), AuthScheme.headers(),
				Set.of(Origin.of(this.target.url())));
		return builder.credentials(credentials, RequestSigner.NONE).callerPolicy(CallerPolicy.anyone());
	}

	private void compareRequests(Gateway kind, UnaryOperator<HttpProxyHandler.Builder> setup) throws Exception {
		serve();
		try (GatewayServer gateway = start(setup)) {
			for (int set = 0; set < SETS; set++) {
				List<String> lines = requestLines(kind);
				int framing = this.random.nextInt(3);
				String head = "%s /%d HTTP/1.1\r\n%s\r\n".formatted((framing != 0) ? "POST" : "GET", set,
						String.join("", lines.stream().map((line) -> line + "\r\n").toList()));
				String content = "";
				if (framing != 0) {
					String how = (framing == 1) ? "Content-Length: 3\r\n" : "Transfer-Encoding: chunked\r\n";
					head = head.substring(0, head.length() - 2) + how + "\r\n";
					content = (framing == 1) ? "abc" : "3\r\nabc\r\n0\r\n\r\n";
				}
				WireMessage answer = WireMessage.exchange(gateway.port(), head + content);
				assertThat(answer.status()).as("the answer to %s", head).isEqualTo(200);
				String arrived = this.target.awaitRequest();
				Map<String, List<String>> fields = WireMessage.parse(arrived).byName();
				assertThat(FRAMING.stream().filter(fields::containsKey)).as("framing of %s", arrived)
					.hasSize((framing != 0) ? 1 : 0);
				assertThat(arrived.contains("abc")).isEqualTo(framing != 0);
				FRAMING.forEach(fields::remove);
				assertThat(fields).as("what became of %s", head).isEqualTo(expectedOfRequest(lines, kind));
			}
		}
	}

	private List<String> requestLines(Gateway kind) {
		List<String> lines = new ArrayList<>(
				List.of("Host: caller.example", "User-Agent: test/1", "Accept: a/b", "Accept-Encoding: br"));
		for (int line = this.random.nextInt(10); line >= 0; line--) {
			lines.add(anyOf(REQUEST_LINES));
		}
		if (kind == Gateway.TRUSTING) {
			lines.addAll(trustedLines());
		}
		else {
			for (int line = this.random.nextInt(5); line > 0; line--) {
				lines.add(this.random.nextInt(1 + lines.size()), anyOf(FORWARDED_LINES));
			}
		}
		addConnection(lines);
		return lines;
	}

	private List<String> trustedLines() {
		return switch (this.random.nextInt(4)) {
			case 0 -> List.of();
			case 1 -> List.of("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: a.example", "X-Forwarded-Proto: https",
					"X-Forwarded-Port: 443", "Forwarded: for=192.0.2.1;host=a.example;proto=https");
			case 2 -> List.of("X-Forwarded-For: 192.0.2.1, 192.0.2.2", "x-forwarded-for: 192.0.2.3",
					"X-Forwarded-Host: a.example:8443", "X-Forwarded-Proto: https", "X-Forwarded-Port: 8443",
					"Forwarded: for=192.0.2.1;host=\"a.example:8443\";proto=https, for=192.0.2.2",
					"forwarded: for=\"[2001:db8::1]\";by=_hidden");
			default -> List.of("X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: a.example", "X-Forwarded-Proto: https",
					"X-Forwarded-Port: 443", "Forwarded: for=[::1]", "X-Real-IP: 192.0.2.1", "X-Forwarded-User: alice");
		};
	}

	private void addConnection(List<String> lines) {
		for (int line = this.random.nextInt(3); line > 0; line--) {
			StringBuilder options = new StringBuilder(anyOf("", " ", ", "));
			for (int option = this.random.nextInt(4); option >= 0; option--) {
				options.append(anyOf(OPTIONS)).append(anyOf(",", ", ", " ,\t"));
			}
			options.append(anyOf(OPTIONS));
			lines.add(this.random.nextInt(1 + lines.size()), anyOf("Connection: ", "connection: ") + options);
		}
	}

	private Map<String, List<String>> expectedOfRequest(List<String> lines, Gateway kind) {
		Map<String, List<String>> fields = WireMessage.parse("\r\n" + String.join("\r\n", lines)).byName();
		connectionOptions(fields).forEach(fields::remove);
		HOP_BY_HOP.forEach(fields::remove);
		fields.remove("expect");
		fields.put("host", List.of("127.0.0.1:" + this.target.port()));
		fields.computeIfAbsent("via", (name) -> new ArrayList<>()).add("1.1 reach");
		if (kind == Gateway.WITH_CREDENTIALS) {
			List.of("authorization", "cookie", "apisignature", "apinonce").forEach(fields::remove);
			fields.put("apiuser", List.of("own-user"));
			fields.put("apikey", List.of("own-key"));
		}
		if (kind != Gateway.TRUSTING) {
			FORWARDING.forEach(fields::remove);
		}
		boolean described = fields.containsKey("x-forwarded-proto");
		boolean usable = fields.containsKey("forwarded") && !fields.get("forwarded").contains("for=[::1]");
		boolean listed = fields.containsKey("x-forwarded-for");
		String origin = described ? first(fields, "x-forwarded-host") : "caller.example";
		String own = "for=127.0.0.1;host=caller.example;proto=http";
		if (described && !listed && !usable) {
			own = "for=127.0.0.1;host=%s;proto=https".formatted(quoted(origin));
		}
		String way = usable ? String.join(", ", fields.get("forwarded")) + ", " : translated(fields);
		String addresses = usable ? nodes(fields) + ", " : "";
		if (listed) {
			addresses = String.join(", ", fields.get("x-forwarded-for")) + ", ";
		}
		fields.put("forwarded", List.of(way + own));
		fields.put("x-forwarded-for", List.of(addresses + "127.0.0.1"));
		fields.putIfAbsent("x-forwarded-host", List.of(origin));
		fields.putIfAbsent("x-forwarded-proto", List.of("http"));
		fields.putIfAbsent("x-forwarded-port", List.of("80"));
		return fields;
	}

	private static String first(Map<String, List<String>> fields, String name) {
		return fields.getOrDefault(name, List.of()).get(0);
	}

	private static String quoted(String host) {
		return host.contains(":") ? "\"" + host + "\"" : host;
	}

	private static String nodes(Map<String, List<String>> fields) {
		return (fields.getOrDefault("forwarded", List.of()).size() != 1) ? "192.0.2.1, 192.0.2.2, 2001:db8::1"
				: "192.0.2.1";
	}

	private static String translated(Map<String, List<String>> fields) {
		if (!fields.containsKey("x-forwarded-for")) {
			return "";
		}
		String host = first(fields, "x-forwarded-host");
		StringBuilder elements = new StringBuilder();
		for (String address : String.join(", ", fields.get("x-forwarded-for")).split(", ")) {
			elements.append("for=").append(address);
			if (elements.indexOf(",") == -1) {
				elements.append(";host=").append(quoted(host)).append(";proto=https");
			}
			elements.append(", ");
		}
		return elements.toString();
	}

	private void compareResponses(Gateway kind, UnaryOperator<HttpProxyHandler.Builder> setup) throws Exception {
		serve();
		try (GatewayServer gateway = start(setup)) {
			for (int set = 0; set < SETS; set++) {
				List<String> lines = new ArrayList<>();
				for (int line = this.random.nextInt(10); line >= 0; line--) {
					lines.add(anyOf(RESPONSE_LINES));
				}
				addConnection(lines);
				boolean chunked = this.random.nextBoolean();
				this.response = "HTTP/1.1 200 OK\r\n%s\r\n%s".formatted(String.join("\r\n", lines), chunked
						? "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" : "Content-Length: 3\r\n\r\nabc");
				WireMessage answer = WireMessage.exchange(gateway.port(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
				assertThat(answer.status()).as("the answer made from %s", this.response).isEqualTo(200);
				assertThat(answer.body()).as("the body of %s", this.response).isEqualTo("abc");
				Map<String, List<String>> fields = answer.byName();
				assertThat(FRAMING.stream().filter(fields::containsKey)).as("framing of %s", answer).hasSize(1);
				FRAMING.forEach(fields::remove);
				assertThat(fields).as("what became of %s", this.response)
					.isEqualTo(expectedOfResponse(lines, kind, chunked));
			}
		}
	}

	// Trailers are passed on, so they are announced again.
	private static Map<String, List<String>> expectedOfResponse(List<String> lines, Gateway kind, boolean chunked) {
		Map<String, List<String>> fields = WireMessage.parse("\r\n" + String.join("\r\n", lines)).byName();
		boolean announced = chunked && fields.containsKey("trailer");
		connectionOptions(fields).forEach(fields::remove);
		HOP_BY_HOP.forEach(fields::remove);
		if (kind == Gateway.WITH_CREDENTIALS) {
			List.of("authorization", "apiuser", "apikey").forEach(fields::remove);
		}
		fields.computeIfAbsent("via", (name) -> new ArrayList<>()).add("1.1 reach");
		if (announced) {
			fields.put("trailer", List.of("X-Sum"));
		}
		return new TreeMap<>(fields);
	}

	private static List<String> connectionOptions(Map<String, List<String>> fields) {
		List<String> options = new ArrayList<>();
		for (String value : fields.getOrDefault("connection", List.of())) {
			for (String option : value.split(",")) {
				options.add(option.strip().toLowerCase(Locale.ROOT));
			}
		}
		return options;
	}

	private String anyOf(String... candidates) {
		return candidates[this.random.nextInt(candidates.length)];
	}

	private void serve() {
		this.target.onConnection((peer) -> {
			while (!peer.readRequest().isEmpty()) {
				peer.write(this.response);
			}
		});
	}

	private GatewayServer start(UnaryOperator<HttpProxyHandler.Builder> setup) {
		URI url = this.target.url();
		return GatewayServer.start((builder) -> setup.apply(builder.target(url)));
	}

	private enum Gateway {

		PLAIN, TRUSTING, WITH_CREDENTIALS

	}

}
