package dev.reach.authentix;

import java.time.Clock;
import java.time.Instant;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import dev.reach.page.PageQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which trials to list, newest first.
 *
 * @param dest only trials to this number or e-mail address
 * @param trialStatus only trials with this outcome
 * @param channel only trials by this channel
 * @param configurationId only trials of this configuration
 * @param authenticationId only trials of this authentication
 * @param country only trials to this country, two letters as in ISO 3166-1
 * @param sentAt only trials of the day of this instant
 * @param sentAfter only trials after this instant
 * @param sentBefore only trials before this instant
 * @param pageSize the number of records on a page, 1 or more
 * @param page the page to begin with, counted from 0
 * @param limit the largest number of records over all pages
 * @since 0.1.0
 */
public record TrialQuery(@Nullable String dest, @Nullable TrialStatus trialStatus, @Nullable Channel channel,
		@Nullable String configurationId, @Nullable String authenticationId, @Nullable String country,
		@Nullable Instant sentAt, @Nullable Instant sentAfter, @Nullable Instant sentBefore, @Nullable Integer pageSize,
		@Nullable Integer page, @Nullable Long limit) implements RequestParameters, PageQuery<TrialQuery> {

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
			.add("trialStatus", this.trialStatus)
			.add("channel", this.channel)
			.add("configurationId", this.configurationId)
			.add("authenticationId", this.authenticationId)
			.add("country", this.country)
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
	public TrialQuery withPage(@Nullable Integer page, @Nullable Integer pageSize) {
		return new TrialQuery(this.dest, this.trialStatus, this.channel, this.configurationId, this.authenticationId,
				this.country, this.sentAt, this.sentAfter, this.sentBefore, pageSize, page, this.limit);
	}

	@Override
	public String toString() {
		return "TrialQuery";
	}

	/**
	 * Builds a {@link TrialQuery}.
	 */
	public static final class Builder {

		private @Nullable String dest;

		private @Nullable TrialStatus trialStatus;

		private @Nullable Channel channel;

		private @Nullable String configurationId;

		private @Nullable String authenticationId;

		private @Nullable String country;

		private @Nullable Instant sentAt;

		private @Nullable Instant sentAfter;

		private @Nullable Instant sentBefore;

		private @Nullable Integer pageSize;

		private @Nullable Integer page;

		private @Nullable Long limit;

		private Builder() {
		}

		/**
		 * Set only trials to this number or e-mail address.
		 * @param dest only trials to this number or e-mail address
		 * @return this builder
		 */
		public Builder dest(String dest) {
			this.dest = dest;
			return this;
		}

		/**
		 * Set only trials with this outcome.
		 * @param trialStatus only trials with this outcome
		 * @return this builder
		 */
		public Builder trialStatus(TrialStatus trialStatus) {
			this.trialStatus = trialStatus;
			return this;
		}

		/**
		 * Set only trials by this channel.
		 * @param channel only trials by this channel
		 * @return this builder
		 */
		public Builder channel(Channel channel) {
			this.channel = channel;
			return this;
		}

		/**
		 * Set only trials of this configuration.
		 * @param configurationId only trials of this configuration
		 * @return this builder
		 */
		public Builder configurationId(String configurationId) {
			this.configurationId = configurationId;
			return this;
		}

		/**
		 * Set only trials of this authentication.
		 * @param authenticationId only trials of this authentication
		 * @return this builder
		 */
		public Builder authenticationId(String authenticationId) {
			this.authenticationId = authenticationId;
			return this;
		}

		/**
		 * Set only trials to this country, two letters as in ISO 3166-1.
		 * @param country only trials to this country, two letters as in ISO 3166-1
		 * @return this builder
		 */
		public Builder country(String country) {
			this.country = country;
			return this;
		}

		/**
		 * Set only trials of the day of this instant.
		 * @param sentAt only trials of the day of this instant
		 * @return this builder
		 */
		public Builder sentAt(Instant sentAt) {
			this.sentAt = sentAt;
			return this;
		}

		/**
		 * Set only trials after this instant.
		 * @param sentAfter only trials after this instant
		 * @return this builder
		 */
		public Builder sentAfter(Instant sentAfter) {
			this.sentAfter = sentAfter;
			return this;
		}

		/**
		 * Set only trials before this instant.
		 * @param sentBefore only trials before this instant
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
		public TrialQuery build() {
			return new TrialQuery(this.dest, this.trialStatus, this.channel, this.configurationId,
					this.authenticationId, this.country, this.sentAt, this.sentAfter, this.sentBefore, this.pageSize,
					this.page, this.limit);
		}

	}

}
