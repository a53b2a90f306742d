package dev.reach.http;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Cancels a body as soon as that is possible. What becomes of it then is of no interest:
 * it may have failed, or have been given up already.
 */
final class GivenUpBody implements CoreSubscriber<DataBuffer> {

	// A body that nothing was asked of might not begin, and so not learn that it is over.
	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
		subscription.cancel();
	}

	@Override
	public void onNext(DataBuffer buffer) {
		DataBufferUtils.release(buffer);
	}

	@Override
	public void onError(Throwable ex) {
		// nobody waits for it
	}

	@Override
	public void onComplete() {
		// nobody waits for it
	}

}
