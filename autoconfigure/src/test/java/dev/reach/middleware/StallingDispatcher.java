package dev.reach.middleware;

import java.util.concurrent.CountDownLatch;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/**
 * Receives requests and never answers.
 */
final class StallingDispatcher extends Dispatcher {

	private final CountDownLatch received;

	StallingDispatcher(CountDownLatch received) {
		this.received = received;
	}

	@Override
	public MockResponse dispatch(RecordedRequest request) {
		this.received.countDown();
		return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
	}

}
