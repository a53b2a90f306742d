package dev.reach.benchmarks.client;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;

/**
 * The client of Twilio, which sends the same message to the same server, in its own
 * terms: its form, its answer, its {@link Message}.
 *
 * @param client sends the requests
 */
record TwilioClient(TwilioRestClient client) implements BlockingContestant {

	static TwilioClient create(String url) {
		return new TwilioClient(new TwilioRestClient.Builder(Call.USER, Call.KEY).accountSid("AC")
			.httpClient(new OtherHost(url))
			.build());
	}

	@Override
	public Object send() {
		return Message
			.creator(new PhoneNumber(Call.MESSAGE.dest()), new PhoneNumber(Call.MESSAGE.src()), Call.MESSAGE.body())
			.create(this.client);
	}

	/**
	 * Twilio's own transport, at another host.
	 */
	private static final class OtherHost extends NetworkHttpClient {

		private final String url;

		OtherHost(String url) {
			super(ApacheClient.builder());
			this.url = url;
		}

		@Override
		public Response makeRequest(Request request) {
			Request moved = new Request(request.getMethod(), this.url + request.constructURL().getPath());
			moved.setAuth(request.getUsername(), request.getPassword());
			moved.setContentType(request.getContentType());
			moved.setUserAgentExtensions(request.getUserAgentExtensions());
			request.getPostParams()
				.forEach((name, values) -> values.forEach((value) -> moved.addPostParam(name, value)));
			request.getHeaderParams()
				.forEach((name, values) -> values.forEach((value) -> moved.addHeaderParam(name, value)));
			return super.makeRequest(moved);
		}

	}

}
