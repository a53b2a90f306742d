package dev.reach.messaging;

import java.time.Clock;
import java.time.Instant;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import dev.reach.page.PageQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which messages to list, newest first.
 *
 * @param dest only messages to this number
 * @param src only messages from this number or name
 * @param bulkIdentifier only messages of this group
 * @param sentAt only messages of the day of this instant
 * @param sentAfter only messages sent after this instant
 * @param sentBefore only messages sent before this instant
 * @param pageSize the number of records on a page, 1 or more
 * @param page the page to begin with, counted from 0
 * @param limit the largest number of records over all pages
 * @since 0.1.0
 */
public record MessageQuery(@Nullable String dest, @Nullable String src, @Nullable String bulkIdentifier,
		@Nullable Instant sentAt, @Nullable Instant sentAfter, @Nullable Instant sentBefore, @Nullable Integer pageSize,
		@Nullable Integer page, @Nullable Long limit) implements RequestParameters, PageQuery<MessageQuery> {

	/**
	 * Start a request.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public void writeTo(ParameterWriter parameters) {
		parameters.add("dest", this.dest)
			.add("src", this.src)
			.add("bulkIdentifier", this.bulkIdentifier)
			.add("sentAt", this.sentAt)
			.add("sentAfter", this.sentAfter)
			.add("sentBefore", this.sentBefore)
			.add("pageSize", this.pageSize)
			.add("page", this.page);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		violations.checkRange("pageSize", this.pageSize, 1, Integer.MAX_VALUE);
		violations.checkRange("page", this.page, 0, Integer.MAX_VALUE);
	}

	@Override
	public MessageQuery withPage(@Nullable Integer page, @Nullable Integer pageSize) {
		return new MessageQuery(this.dest, this.src, this.bulkIdentifier, this.sentAt, this.sentAfter, this.sentBefore,
				pageSize, page, this.limit);
	}

	@Override
	public String toString() {
		return "MessageQuery";
	}

	/**
	 * Builds a {@link MessageQuery}.
	 */
	public static final class Builder {

		private @Nullable String dest;

		private @Nullable String src;

		private @Nullable String bulkIdentifier;

		private @Nullable Instant sentAt;

		private @Nullable Instant sentAfter;

		private @Nullable Instant sentBefore;

		private @Nullable Integer pageSize;

		private @Nullable Integer page;

		private @Nullable Long limit;

		private Builder() {
		}

		/**
		 * Set only messages to this number.
		 * @param dest only messages to this number
		 * @return this builder
		 */
		public Builder dest(String dest) {
			this.dest = dest;
			return this;
		}

		/**
		 * Set only messages from this number or name.
		 * @param src only messages from this number or name
		 * @return this builder
		 */
		public Builder src(String src) {
			this.src = src;
			return this;
		}

		/**
		 * Set only messages of this group.
		 * @param bulkIdentifier only messages of this group
		 * @return this builder
		 */
		public Builder bulkIdentifier(String bulkIdentifier) {
			this.bulkIdentifier = bulkIdentifier;
			return this;
		}

		/**
		 * Set only messages of the day of this instant.
		 * @param sentAt only messages of the day of this instant
		 * @return this builder
		 */
		public Builder sentAt(Instant sentAt) {
			this.sentAt = sentAt;
			return this;
		}

		/**
		 * Set only messages sent after this instant.
		 * @param sentAfter only messages sent after this instant
		 * @return this builder
		 */
		public Builder sentAfter(Instant sentAfter) {
			this.sentAfter = sentAfter;
			return this;
		}

		/**
		 * Set only messages sent before this instant.
		 * @param sentBefore only messages sent before this instant
		 * @return this builder
		 */
		public Builder sentBefore(Instant sentBefore) {
			this.sentBefore = sentBefore;
			return this;
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
		public MessageQuery build() {
			return new MessageQuery(this.dest, this.src, this.bulkIdentifier, this.sentAt, this.sentAfter,
					this.sentBefore, this.pageSize, this.page, this.limit);
		}

	}

}
