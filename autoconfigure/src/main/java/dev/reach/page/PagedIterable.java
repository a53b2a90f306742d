package dev.reach.page;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The records of all pages of a list. Pages are fetched one by one while the records are
 * walked; it can be walked any number of times, each time from the beginning.
 *
 * @param <T> the type of the records
 * @since 0.1.0
 */
@FunctionalInterface
public interface PagedIterable<T> extends Iterable<T> {

	/**
	 * Return the records as a stream.
	 * @return a new stream
	 */
	default Stream<T> stream() {
		return StreamSupport.stream(spliterator(), false);
	}

}
