package dev.reach.benchmarks.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.io.CloseMode;

/**
 * Apache HttpClient 5, classic.
 *
 * @param client sends the requests
 * @param uri where to
 */
record ApacheClient(CloseableHttpClient client, String uri) implements BlockingContestant {

	static ApacheClient create(String url) {
		return new ApacheClient(builder().build(), url + Call.PATH);
	}

	static HttpClientBuilder builder() {
		return HttpClientBuilder.create()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setMaxConnTotal(512)
				.setMaxConnPerRoute(512)
				.build())
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement();
	}

	@Override
	public Object send() throws IOException {
		HttpPost request = new HttpPost(this.uri);
		Call.HEADERS.forEach(request::setHeader);
		List<NameValuePair> form = new ArrayList<>();
		Call.FIELDS.forEach((name, value) -> form.add(new BasicNameValuePair(name, value)));
		request.setEntity(new UrlEncodedFormEntity(form));
		return this.client.execute(request, (response) -> Call.decode(EntityUtils.toByteArray(response.getEntity())));
	}

	@Override
	public void close() {
		this.client.close(CloseMode.IMMEDIATE);
	}

}
