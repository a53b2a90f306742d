package dev.reach.authentix;

import java.time.Clock;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import dev.reach.page.PageQuery;
import org.jspecify.annotations.Nullable;

/**
 * How to list records that have no filters.
 *
 * @param pageSize the number of records on a page, 1 or more
 * @param page the page to begin with, counted from 0
 * @param limit the largest number of records over all pages
 * @since 0.1.0
 */
public record ListQuery(@Nullable Integer pageSize, @Nullable Integer page,
		@Nullable Long limit) implements RequestParameters, PageQuery<ListQuery> {

	/**
	 * Start a request.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public void writeTo(ParameterWriter parameters) {
		parameters.add("pageSize", this.pageSize).add("page", this.page);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		violations.checkRange("pageSize", this.pageSize, 1, Integer.MAX_VALUE);
		violations.checkRange("page", this.page, 0, Integer.MAX_VALUE);
	}

	@Override
	public ListQuery withPage(@Nullable Integer page, @Nullable Integer pageSize) {
		return new ListQuery(pageSize, page, this.limit);
	}

	@Override
	public String toString() {
		return "ListQuery";
	}

	/**
	 * Builds a {@link ListQuery}.
	 */
	public static final class Builder {

		private @Nullable Integer pageSize;

		private @Nullable Integer page;

		private @Nullable Long limit;

		private Builder() {
		}

		/**
		 * Set the number of records on a page, 1 or more.
		 * @param pageSize the number of records on a page, 1 or more
		 * @return this builder
		 */
		public Builder pageSize(Integer pageSize) {
			this.pageSize = pageSize;
			return this;
		}

		/**
		 * Set the page to begin with, counted from 0.
		 * @param page the page to begin with, counted from 0
		 * @return this builder
		 */
		public Builder page(Integer page) {
			this.page = page;
			return this;
		}

		/**
		 * Set the largest number of records over all pages.
		 * @param limit the largest number of records over all pages
		 * @return this builder
		 */
		public Builder limit(Long limit) {
			this.limit = limit;
			return this;
		}

		/**
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public ListQuery build() {
			return new ListQuery(this.pageSize, this.page, this.limit);
		}

	}

}
