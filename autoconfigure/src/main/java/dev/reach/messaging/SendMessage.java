package dev.reach.messaging;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * A message to send, now or later. The string form shows nothing of it.
 *
 * @param dest the destination, an E.164 number
 * @param src the sender, an E.164 number or 1 to 11 letters and digits
 * @param body the text, at most 10 segments
 * @param bulkIdentifier the group the message belongs to
 * @param scheduledTime when to send it, at least 15 minutes ahead
 * @param statusCallback where status changes are reported, an absolute http or https URL
 * @param maxPrice the highest price, in the currency of the applet
 * @param validityPeriod how long the message may wait to be sent, from 5 to 14400 seconds
 * @since 0.1.0
 */
public record SendMessage(String dest, String src, String body, @Nullable String bulkIdentifier,
		@Nullable Instant scheduledTime, @Nullable URI statusCallback, @Nullable BigDecimal maxPrice,
		@Nullable Integer validityPeriod) implements RequestParameters {

	/**
	 * Start a request.
	 * @param dest the destination, an E.164 number
	 * @param src the sender, an E.164 number or 1 to 11 letters and digits
	 * @param body the text, at most 10 segments
	 * @return a builder
	 */
	public static Builder builder(String dest, String src, String body) {
		return new Builder(dest, src, body);
	}

	@Override
	public void writeTo(ParameterWriter parameters) {
		parameters.add("dest", this.dest)
			.add("src", this.src)
			.add("body", this.body)
			.add("bulkIdentifier", this.bulkIdentifier)
			.add("scheduledTime", this.scheduledTime)
			.add("statusCallback", (this.statusCallback != null) ? this.statusCallback.toString() : null)
			.add("maxPrice", this.maxPrice)
			.add("validityPeriod", this.validityPeriod);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		MessageRules.check(this, violations, clock);
	}

	@Override
	public String toString() {
		return "SendMessage";
	}

	/**
	 * Builds a {@link SendMessage}.
	 */
	public static final class Builder {

		private final String dest;

		private final String src;

		private final String body;

		private @Nullable String bulkIdentifier;

		private @Nullable Instant scheduledTime;

		private @Nullable URI statusCallback;

		private @Nullable BigDecimal maxPrice;

		private @Nullable Integer validityPeriod;

		private Builder(String dest, String src, String body) {
			this.dest = dest;
			this.src = src;
			this.body = body;
		}

		/**
		 * Set the group the message belongs to.
		 * @param bulkIdentifier the group the message belongs to
		 * @return this builder
		 */
		public Builder bulkIdentifier(String bulkIdentifier) {
			this.bulkIdentifier = bulkIdentifier;
			return this;
		}

		/**
		 * Set when to send it, at least 15 minutes ahead.
		 * @param scheduledTime when to send it, at least 15 minutes ahead
		 * @return this builder
		 */
		public Builder scheduledTime(Instant scheduledTime) {
			this.scheduledTime = scheduledTime;
			return this;
		}

		/**
		 * Set where status changes are reported, an absolute http or https URL.
		 * @param statusCallback where status changes are reported, an absolute http or
		 * https URL
		 * @return this builder
		 */
		public Builder statusCallback(URI statusCallback) {
			this.statusCallback = statusCallback;
			return this;
		}

		/**
		 * Set the highest price, in the currency of the applet.
		 * @param maxPrice the highest price, in the currency of the applet
		 * @return this builder
		 */
		public Builder maxPrice(BigDecimal maxPrice) {
			this.maxPrice = maxPrice;
			return this;
		}

		/**
		 * Set how long the message may wait to be sent, from 5 to 14400 seconds.
		 * @param validityPeriod how long the message may wait to be sent, from 5 to 14400
		 * seconds
		 * @return this builder
		 */
		public Builder validityPeriod(Integer validityPeriod) {
			this.validityPeriod = validityPeriod;
			return this;
		}

		/**
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public SendMessage build() {
			return new SendMessage(this.dest, this.src, this.body, this.bulkIdentifier, this.scheduledTime,
					this.statusCallback, this.maxPrice, this.validityPeriod);
		}

	}

}
