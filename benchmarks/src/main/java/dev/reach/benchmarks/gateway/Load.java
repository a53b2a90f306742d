package dev.reach.benchmarks.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.reach.benchmarks.process.Child;

/**
 * A load that {@code wrk} puts on a gateway, with 64 connections.
 *
 * @param name what to call it
 * @param path the path of the requests
 * @param bodySize the number of bytes of each request, 0 for a GET
 * @param kind what it is one of
 * @param quick whether it is part of a quick run
 */
public record Load(String name, String path, int bodySize, Kind kind, boolean quick) {

	/**
	 * All loads.
	 */
	public static final List<Load> ALL = List.of(new Load("GET, 1 KiB", "/1k", 0, Kind.SMALL, true),
			new Load("POST, 50 B", "/1k", 50, Kind.SMALL, false),
			new Load("download, 64 KiB", "/64k", 0, Kind.MIDDLE, false),
			new Load("download, 1 MiB", "/1m", 0, Kind.LARGE, true),
			new Load("upload, 1 MiB", "/1k", 1 << 20, Kind.LARGE, true));

	/**
	 * The number of connections that measure.
	 */
	public static final int CONNECTIONS = 64;

	private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");

	private static final Pattern ERRORS = Pattern.compile("(Non-2xx|Socket errors).*");

	/**
	 * Put the load on a gateway that is still cold and may answer late.
	 * @param url the base URL of the gateway
	 * @param connections the number of connections
	 * @param seconds for how long
	 * @throws IOException if that is not possible
	 */
	public void warmUp(String url, int connections, int seconds) throws IOException {
		wrk(url, connections, seconds);
	}

	/**
	 * Put the load on a gateway.
	 * @param url the base URL of the gateway
	 * @param seconds for how long
	 * @return the number of requests per second
	 * @throws IOException if that is not possible, a request failed, or none was answered
	 */
	public double run(String url, int seconds) throws IOException {
		String output = wrk(url, CONNECTIONS, seconds);
		Matcher rate = RATE.matcher(output);
		double perSecond = rate.find() ? Double.parseDouble(rate.group(1)) : 0;
		if (perSecond == 0 || ERRORS.matcher(output).find()) {
			throw new IOException("%s: wrk said:%n%s".formatted(this.name, output));
		}
		return perSecond;
	}

	private String wrk(String url, int connections, int seconds) throws IOException {
		Path script = script();
		try (Child wrk = Child.start(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "5s",
				"-s", script.toString(), url + this.path))) {
			return wrk.output().lines().collect(Collectors.joining("\n"));
		}
		finally {
			Files.delete(script);
		}
	}

	private Path script() throws IOException {
		String body = (this.bodySize > 0)
				? "wrk.method = \"POST\"\nwrk.body = string.rep(\"a\", %d)\n".formatted(this.bodySize) : "";
		return Files.writeString(Files.createTempFile("load", ".lua"), body, StandardCharsets.US_ASCII);
	}

	/**
	 * What a load is one of.
	 */
	public enum Kind {

		/**
		 * Neither the request nor the response is large.
		 */
		SMALL,

		/**
		 * A body has some pieces.
		 */
		MIDDLE,

		/**
		 * A body has a mebibyte.
		 */
		LARGE

	}

}
