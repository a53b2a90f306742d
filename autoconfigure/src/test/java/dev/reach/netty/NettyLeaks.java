package dev.reach.netty;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that left a buffer unreleased. Registered for all test classes of
 * the module, see {@code META-INF/services}; what Netty only logs would be overlooked.
 */
public final class NettyLeaks implements AfterAllCallback {

	private static final int ROUNDS = 2;

	private static final long ROUND_MILLIS = 2000;

	private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

	static {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ListeningFactory());
	}

	@Override
	public void afterAll(ExtensionContext context) throws Exception {
		List<String> leaks = drain();
		if (!leaks.isEmpty()) {
			throw new AssertionError("Netty found resources of this class, or of one that ran before, that were not "
					+ "released:\n" + String.join("\n", leaks));
		}
	}

	/**
	 * Return the leaks that were found since the last time.
	 * @return what Netty says about them
	 */
	static List<String> drain() throws InterruptedException {
		for (int round = 0; round < ROUNDS; round++) {
			collectGarbage();
			// Netty looks for leaks when it hands out a buffer.
			PooledByteBufAllocator.DEFAULT.buffer(1).release();
		}
		List<String> leaks = new ArrayList<>();
		for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
			leaks.add(leak);
		}
		return leaks;
	}

	private static void collectGarbage() throws InterruptedException {
		ReferenceQueue<Object> collected = new ReferenceQueue<>();
		WeakReference<Object> garbage = new WeakReference<>(new Object(), collected);
		System.gc();
		collected.remove(ROUND_MILLIS);
		garbage.clear();
	}

	/**
	 * Makes leak detectors that report to us what they log.
	 */
	private static final class ListeningFactory extends ResourceLeakDetectorFactory {

		@Override
		@SuppressWarnings("deprecation")
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
				long maxActive) {
			return newResourceLeakDetector(resource, samplingInterval);
		}

		@Override
		@SuppressWarnings("deprecation")
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
			ResourceLeakDetector<T> detector = new ResourceLeakDetector<>(resource, samplingInterval);
			detector.setLeakListener((resourceType, records) -> FOUND.add("LEAK: " + resourceType + records));
			return detector;
		}

	}

}
