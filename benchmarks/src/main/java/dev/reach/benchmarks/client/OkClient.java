package dev.reach.benchmarks.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import okhttp3.ConnectionPool;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OkHttp.
 *
 * @param client sends the requests
 * @param uri where to
 */
record OkClient(OkHttpClient client, String uri) implements BlockingContestant {

	static OkClient create(String url) {
		return new OkClient(new OkHttpClient.Builder().connectionPool(new ConnectionPool(512, 5, TimeUnit.MINUTES))
			.connectTimeout(Duration.ofSeconds(10))
			.readTimeout(Duration.ofSeconds(30))
			.retryOnConnectionFailure(false)
			.followRedirects(false)
			.build(), url + Call.PATH);
	}

	@Override
	public Object send() throws IOException {
		FormBody.Builder form = new FormBody.Builder();
		Call.FIELDS.forEach(form::add);
		Request.Builder request = new Request.Builder().url(this.uri).post(form.build());
		Call.HEADERS.forEach(request::header);
		try (Response response = this.client.newCall(request.build()).execute()) {
			return Call.decode(response.body().bytes());
		}
	}

	@Override
	public void close() {
		this.client.connectionPool().evictAll();
	}

}
