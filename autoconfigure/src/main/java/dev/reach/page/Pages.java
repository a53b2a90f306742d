package dev.reach.page;

import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Walks through all pages of a list, fetching each when the one before is used up.
 *
 * @since 0.1.0
 */
public final class Pages {

	private Pages() {
	}

	/**
	 * Return the records of all pages. Each subscription begins anew.
	 * @param query what to list
	 * @param fetch fetches one page
	 * @param <Q> the type of the query
	 * @param <T> the type of the records
	 * @return the records
	 */
	public static <Q extends PageQuery<Q>, T> Flux<T> flux(Q query, Function<Q, Mono<Page<T>>> fetch) {
		return Flux.defer(() -> {
			PageCursor<Q> cursor = new PageCursor<>(query);
			return Flux.<Mono<Page<T>>>generate((sink) -> emit(cursor, fetch, sink))
				.concatMap((page) -> page.flatMapIterable(cursor::accept), 0);
		});
	}

	/**
	 * Return the records of all pages. Each iterator and each stream begins anew.
	 * @param query what to list
	 * @param fetch fetches one page
	 * @param <Q> the type of the query
	 * @param <T> the type of the records
	 * @return the records
	 */
	public static <Q extends PageQuery<Q>, T> PagedIterable<T> iterable(Q query, Function<Q, Page<T>> fetch) {
		return () -> new PageIterator<>(new PageCursor<>(query), fetch);
	}

	private static <Q extends PageQuery<Q>, T> void emit(PageCursor<Q> cursor, Function<Q, Mono<Page<T>>> fetch,
			SynchronousSink<Mono<Page<T>>> sink) {
		if (cursor.isDone()) {
			sink.complete();
		}
		else {
			sink.next(fetch.apply(cursor.next()));
		}
	}

}
