package dev.reach.page;

import org.jspecify.annotations.Nullable;

/**
 * What to list, and from which page.
 *
 * @param <Q> the type of the query itself
 * @since 0.1.0
 */
public interface PageQuery<Q extends PageQuery<Q>> {

	/**
	 * Return the page to begin with, counted from 0.
	 * @return the page, or {@code null} for the first
	 */
	@Nullable Integer page();

	/**
	 * Return the number of records on a page.
	 * @return the number, or {@code null} for the default of the service
	 */
	@Nullable Integer pageSize();

	/**
	 * Return the largest number of records to list over all pages.
	 * @return the number, or {@code null} for all there are
	 */
	@Nullable Long limit();

	/**
	 * Return the same query for another page.
	 * @param page the page, counted from 0
	 * @param pageSize the number of records on a page, or {@code null}
	 * @return a copy
	 */
	Q withPage(@Nullable Integer page, @Nullable Integer pageSize);

}
