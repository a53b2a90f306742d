package dev.reach.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a walk through the pages stands. A walk ends at the limit, at the last page, at
 * an empty page, or when the service says that the range is left, so it always ends.
 *
 * @param <Q> the type of the query
 */
final class PageCursor<Q extends PageQuery<Q>> {

	private static final int LARGEST_PAGE = 1000;

	private Q next;

	private int page;

	private long remaining;

	private boolean done;

	PageCursor(Q query) {
		Long limit = query.limit();
		Integer firstPage = query.page();
		this.page = (firstPage != null) ? firstPage : 0;
		this.remaining = (limit != null) ? limit : Long.MAX_VALUE;
		this.next = query.withPage(firstPage, firstPageSize(query.pageSize(), limit));
		this.done = this.remaining <= 0;
	}

	boolean isDone() {
		return this.done;
	}

	Q next() {
		return this.next;
	}

	<T> List<T> accept(Page<T> answer) {
		List<T> items = answer.items();
		List<T> taken = (items.size() <= this.remaining) ? items : items.subList(0, (int) this.remaining);
		this.remaining -= taken.size();
		this.page++;
		this.next = this.next.withPage(this.page, nextPageSize(answer.pageSize()));
		this.done = this.remaining == 0 || items.isEmpty() || Boolean.TRUE.equals(answer.outOfPageRange())
				|| this.page >= orOne(answer.totalPages());
		return taken;
	}

	private @Nullable Integer nextPageSize(@Nullable Integer answered) {
		return (answered != null && answered > 0) ? answered : this.next.pageSize();
	}

	private static @Nullable Integer firstPageSize(@Nullable Integer pageSize, @Nullable Long limit) {
		return (pageSize != null || limit == null || limit <= 0) ? pageSize
				: Integer.valueOf((int) Math.min(limit, LARGEST_PAGE));
	}

	private static int orOne(@Nullable Integer totalPages) {
		return (totalPages != null) ? totalPages : 1;
	}

}
