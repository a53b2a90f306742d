package dev.reach.page;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param <T> the type of the records
 * @param page the number of the page, counted from 0
 * @param pageSize the number of records the service puts on a page
 * @param totalPages the number of pages
 * @param outOfPageRange whether the service says that there is nothing on or after this
 * page
 * @param totalItems the number of records on all pages, or {@code null} if the service
 * does not say
 * @param items the records
 * @since 0.1.0
 */
public record Page<T>(@Nullable Integer page, @Nullable Integer pageSize, @Nullable Integer totalPages,
		@Nullable Boolean outOfPageRange, @Nullable Integer totalItems, List<T> items) {

	/**
	 * Fill in what the service left out: page 0 of 1, and out of range, so that an
	 * incomplete envelope ends a walk.
	 */
	public Page {
		items = orEmpty(items);
		page = (page != null) ? page : Integer.valueOf(0);
		pageSize = (pageSize != null) ? pageSize : Integer.valueOf(items.size());
		totalPages = (totalPages != null) ? totalPages : Integer.valueOf(1);
		outOfPageRange = (outOfPageRange != null) ? outOfPageRange : Boolean.TRUE;
	}

	@Override
	@JsonAlias({ "totalMessages", "totalConfigurations", "totalAuthentications", "totalAuthenticationTrials" })
	public @Nullable Integer totalItems() {
		return this.totalItems;
	}

	@Override
	@JsonAlias({ "messages", "configurations", "authentications", "authenticationTrials" })
	public List<T> items() {
		return this.items;
	}

	private static <T> List<T> orEmpty(@Nullable List<T> items) {
		return (items != null) ? List.copyOf(items) : List.of();
	}

	@Override
	public String toString() {
		return "Page[page=%d, pageSize=%d, totalPages=%d, %d items]".formatted(this.page, this.pageSize,
				this.totalPages, this.items.size());
	}

}
