package dev.reach.http;

import java.util.ArrayList;
import java.util.List;

/**
 * What is closed together with its owner.
 *
 * @param resources the resources in the order in which they are closed
 * @since 0.1.0
 */
public record OwnedResources(List<AutoCloseable> resources) implements AutoCloseable {

	/**
	 * Close all, also if one of them fails.
	 * @throws IllegalStateException if one has failed; the failures are suppressed by it
	 */
	@Override
	public void close() {
		List<Exception> failures = new ArrayList<>();
		for (AutoCloseable resource : this.resources) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				failures.add(ex);
			}
		}
		if (!failures.isEmpty()) {
			IllegalStateException failure = new IllegalStateException("Not everything could be closed");
			failures.forEach(failure::addSuppressed);
			throw failure;
		}
	}

}
