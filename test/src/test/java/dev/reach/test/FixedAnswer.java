package dev.reach.test;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * Gives each request the same answer.
 */
final class FixedAnswer extends Dispatcher {

	private final MockResponse response;

	FixedAnswer(MockResponse response) {
		this.response = response;
	}

	static FixedAnswer json(int status, String body) {
		return new FixedAnswer(new MockResponse.Builder().code(status)
			.addHeader("Content-Type", "application/json")
			.body(body)
			.build());
	}

	@Override
	public MockResponse dispatch(RecordedRequest request) {
		return this.response;
	}

}
