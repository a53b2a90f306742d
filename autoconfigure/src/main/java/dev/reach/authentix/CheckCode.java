package dev.reach.authentix;

import java.time.Clock;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * A code that a user typed. Either the destination or the authentication must be given.
 * The string form shows nothing of it.
 *
 * @param dest where the code was sent
 * @param code the code, 4 to 10 characters
 * @param authenticationId the authentication
 * @param paymentInfo the payment to confirm
 * @since 0.1.0
 */
public record CheckCode(@Nullable String dest, @Nullable String code, @Nullable String authenticationId,
		@Nullable PaymentInfo paymentInfo) implements RequestParameters {

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
			.add("code", this.code)
			.add("authenticationId", this.authenticationId)
			.addJson("paymentInfo", this.paymentInfo);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		AuthentixRules.code(violations, this.code);
		violations.check("dest", null, this.dest != null || this.authenticationId != null,
				"or 'authenticationId' must be given");
	}

	@Override
	public String toString() {
		return "CheckCode";
	}

	/**
	 * Builds a {@link CheckCode}.
	 */
	public static final class Builder {

		private @Nullable String dest;

		private @Nullable String code;

		private @Nullable String authenticationId;

		private @Nullable PaymentInfo paymentInfo;

		private Builder() {
		}

		/**
		 * Set where the code was sent.
		 * @param dest where the code was sent
		 * @return this builder
		 */
		public Builder dest(String dest) {
			this.dest = dest;
			return this;
		}

		/**
		 * Set the code, 4 to 10 characters.
		 * @param code the code, 4 to 10 characters
		 * @return this builder
		 */
		public Builder code(String code) {
			this.code = code;
			return this;
		}

		/**
		 * Set the authentication.
		 * @param authenticationId the authentication
		 * @return this builder
		 */
		public Builder authenticationId(String authenticationId) {
			this.authenticationId = authenticationId;
			return this;
		}

		/**
		 * Set the payment to confirm.
		 * @param paymentInfo the payment to confirm
		 * @return this builder
		 */
		public Builder paymentInfo(PaymentInfo paymentInfo) {
			this.paymentInfo = paymentInfo;
			return this;
		}

		/**
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public CheckCode build() {
			return new CheckCode(this.dest, this.code, this.authenticationId, this.paymentInfo);
		}

	}

}
