package dev.reach.authentix;

import java.time.Instant;

import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * Of which trials to fetch figures.
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
 * @since 0.1.0
 */
public record TrialStatQuery(@Nullable String dest, @Nullable TrialStatus trialStatus, @Nullable Channel channel,
		@Nullable String configurationId, @Nullable String authenticationId, @Nullable String country,
		@Nullable Instant sentAt, @Nullable Instant sentAfter,
		@Nullable Instant sentBefore) implements RequestParameters {

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
			.add("sentBefore", this.sentBefore);
	}

	@Override
	public String toString() {
		return "TrialStatQuery";
	}

	/**
	 * Builds a {@link TrialStatQuery}.
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
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public TrialStatQuery build() {
			return new TrialStatQuery(this.dest, this.trialStatus, this.channel, this.configurationId,
					this.authenticationId, this.country, this.sentAt, this.sentAfter, this.sentBefore);
		}

	}

}
