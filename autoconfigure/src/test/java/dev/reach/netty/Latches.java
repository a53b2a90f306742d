package dev.reach.netty;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits where no checked exception is welcome.
 */
public final class Latches {

	private static final int LIMIT_SECONDS = 20;

	private Latches() {
	}

	/**
	 * Wait for a latch, which has to open in time.
	 * @param latch the latch
	 */
	public static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
