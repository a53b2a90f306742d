package dev.reach.test;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Has the other side of the wire for each test.
 */
abstract class WireContract extends HttpExchangeContract {

	static final int BLOCK_BYTES = 64 * 1024;

	// Far more than what sockets and queues on the way may hold.
	static final int BLOCKS = 1024;

	private static final int STILL_MILLIS = 500;

	ScriptedPeer peer;

	@BeforeEach
	final void startPeer() throws IOException {
		this.peer = new ScriptedPeer();
	}

	@AfterEach
	final void stopPeer() throws IOException {
		this.peer.close();
	}

	@Override
	protected final URI host() {
		return this.peer.url();
	}

	@Override
	protected final void answer(Function<ReachHttpRequest, ReachHttpResponse> answers) {
		this.peer.answer(answers);
	}

	@Override
	protected final List<ReachHttpRequest> received() {
		return this.peer.requests().stream().map((request) -> request.toRequest(host())).toList();
	}

	final ReachHttpRequest get() {
		return request(HttpMethod.GET, "/path").build();
	}

	final ReachHttpRequest post() {
		return post(ReachHttpBody.text("text", MediaType.TEXT_PLAIN));
	}

	final WireRequest sent(ReachHttpRequest request) {
		receivedFrom(request);
		return this.peer.requests().get(0);
	}

	final void pass(Semaphore gate) throws InterruptedException {
		if (!gate.tryAcquire(limit().toMillis(), TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException("Nobody opened the gate");
		}
	}

	/**
	 * Count blocks until no more come for a while.
	 * @param blocks a permit for each block
	 * @return the number of blocks that came
	 */
	static int awaitStandstill(Semaphore blocks) throws InterruptedException {
		int count = 0;
		while (count < BLOCKS && blocks.tryAcquire(STILL_MILLIS, TimeUnit.MILLISECONDS)) {
			count++;
		}
		assertThat(count).as("blocks until the other side waited").isPositive();
		return count;
	}

}
