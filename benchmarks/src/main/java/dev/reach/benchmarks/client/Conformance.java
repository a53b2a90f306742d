package dev.reach.benchmarks.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.twilio.rest.api.v2010.account.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Checks that all contestants send what the contract wants and return the same record. So
 * what is measured is the same work.
 */
public final class Conformance {

	private final AtomicReference<Request> received = new AtomicReference<>();

	private Conformance() {
	}

	/**
	 * Let each contestant send once to a server that looks at the request.
	 * @throws Exception if one does not send or return what it should
	 */
	public static void check() throws Exception {
		new Conformance().checkAll();
	}

	private void checkAll() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
		try (Contestants contestants = Contestants.create("http://127.0.0.1:" + server.getAddress().getPort())) {
			contestants.reactive().forEach((name, contestant) -> check(name, contestant.send().block()));
			for (Map.Entry<String, BlockingContestant> entry : contestants.blocking().entrySet()) {
				check(entry.getKey(), entry.getValue().send());
			}
		}
		finally {
			server.stop(0);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String path = exchange.getRequestURI().getPath();
		this.received.set(new Request(exchange.getRequestMethod() + " " + path, headers, form));
		byte[] json = (path.startsWith(Call.TWILIO_PATH) ? Call.TWILIO_JSON : Call.JSON)
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(201, json.length);
		exchange.getResponseBody().write(json);
		exchange.close();
	}

	// Twilio's client can only speak to its own API: the values are the same, the names
	// are not.
	private void check(String name, @Nullable Object result) {
		Request request = this.received.get();
		if (result instanceof Message message) {
			Assert.state(Call.MESSAGE.body().equals(message.getBody()), name);
			Assert.state(request.fields().values().containsAll(Call.FIELDS.values()), () -> name + " sent " + request);
			return;
		}
		Assert.state(Call.decode(Call.JSON.getBytes(StandardCharsets.UTF_8)).equals(result),
				() -> name + " returned " + result);
		Assert.state(("POST " + Call.PATH).equals(request.line()), () -> name + " sent " + request);
		Assert.state(Call.FIELDS.equals(request.fields()), () -> name + " sent " + request);
		Assert.state(request.header("Content-Type").startsWith(Call.FORM), () -> name + " sent " + request);
		for (String header : Call.HEADERS.keySet()) {
			boolean versioned = header.equals("User-Agent") || header.equals("X-Reach-Client");
			String value = request.header(header);
			Assert.state(versioned ? !value.isEmpty() : value.equals(Call.HEADERS.get(header)),
					() -> name + " sent " + request);
		}
	}

	private record Request(String line, Map<String, String> headers, String form) {

		String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

		Map<String, String> fields() {
			return Stream.of(this.form.split("&"))
				.map((field) -> field.split("=", 2))
				.collect(Collectors.toMap((field) -> field[0],
						(field) -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
		}

	}

}
