package dev.reach.benchmarks.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The client of the JDK.
 *
 * @param client sends the requests
 * @param uri where to
 */
record JdkClient(HttpClient client, URI uri) implements BlockingContestant {

	static JdkClient create(String url) {
		return new JdkClient(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(10))
			.build(), URI.create(url + Call.PATH));
	}

	@Override
	public Object send() throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri)
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", Call.FORM)
			.POST(BodyPublishers.ofString(Call.form()));
		Call.HEADERS.forEach(request::header);
		return Call.decode(exchange(request.build()));
	}

	// It now and then closes a connection it has just taken out of its pool.
	private byte[] exchange(HttpRequest request) throws IOException, InterruptedException {
		try {
			return this.client.send(request, BodyHandlers.ofByteArray()).body();
		}
		catch (IOException ex) {
			return this.client.send(request, BodyHandlers.ofByteArray()).body();
		}
	}

}
