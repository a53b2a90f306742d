package dev.reach.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Reads what this process has used until now.
 */
final class Meter {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	// There since JDK 21, and counts virtual threads too.
	private static final @Nullable Method TOTAL = ReflectionUtils.findMethod(ThreadMXBean.class,
			"getTotalThreadAllocatedBytes");

	private final long start = System.nanoTime();

	private final long cpu = SYSTEM.getProcessCpuTime();

	private final long bytes = allocated();

	private Meter() {
	}

	static Meter start() {
		return new Meter();
	}

	Sample stop(long calls) {
		return new Sample(calls, System.nanoTime() - this.start, SYSTEM.getProcessCpuTime() - this.cpu,
				allocated() - this.bytes);
	}

	private static long allocated() {
		if (TOTAL != null && ReflectionUtils.invokeMethod(TOTAL, THREADS) instanceof Long total) {
			return total;
		}
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

}
