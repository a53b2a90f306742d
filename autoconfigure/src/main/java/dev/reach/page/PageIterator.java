package dev.reach.page;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Iterates over the records of all pages.
 *
 * @param <Q> the type of the query
 * @param <T> the type of the records
 */
final class PageIterator<Q extends PageQuery<Q>, T> implements Iterator<T> {

	private final PageCursor<Q> cursor;

	private final Function<Q, Page<T>> fetch;

	private Iterator<T> current = Collections.emptyIterator();

	PageIterator(PageCursor<Q> cursor, Function<Q, Page<T>> fetch) {
		this.cursor = cursor;
		this.fetch = fetch;
	}

	@Override
	public boolean hasNext() {
		while (!this.current.hasNext() && !this.cursor.isDone()) {
			this.current = this.cursor.accept(this.fetch.apply(this.cursor.next())).iterator();
		}
		return this.current.hasNext();
	}

	@Override
	public T next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.current.next();
	}

}
