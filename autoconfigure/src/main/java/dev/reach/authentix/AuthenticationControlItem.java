package dev.reach.authentix;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of checking a code. The service may leave out any property. The string form
 * does not show the destination.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param configurationId the configuration used
 * @param authenticationId the authentication
 * @param status the outcome
 * @param dest where the code was sent
 * @param channel how it was sent
 * @param paymentInfo the payment to confirm
 * @param dateCreated when the record was made
 * @param dateUpdated when the record was last changed
 * @since 0.1.0
 */
public record AuthenticationControlItem(@Nullable String appletId, @Nullable String apiVersion,
		@Nullable String configurationId, @Nullable String authenticationId, @Nullable ControlStatus status,
		@Nullable String dest, @Nullable Channel channel, @Nullable PaymentInfo paymentInfo,
		@Nullable Instant dateCreated, @Nullable Instant dateUpdated) {

	@Override
	public String toString() {
		return "AuthenticationControlItem[authenticationId=%s, status=%s]".formatted(this.authenticationId,
				this.status);
	}

}
