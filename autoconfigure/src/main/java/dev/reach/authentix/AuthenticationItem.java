package dev.reach.authentix;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One process of sending a code and checking it. The service may leave out any property.
 * The string form does not show the destination.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param configurationId the configuration used
 * @param authenticationId the identifier
 * @param status the state
 * @param dest where the code was sent
 * @param channel how it was sent
 * @param expiryTime how long it lives, in minutes
 * @param maxTrials how often the code may be sent
 * @param maxControls how often the code may be checked
 * @param paymentInfo the payment to confirm
 * @param trials the deliveries of the code
 * @param dateCreated when the record was made
 * @param dateUpdated when the record was last changed
 * @since 0.1.0
 */
public record AuthenticationItem(@Nullable String appletId, @Nullable String apiVersion,
		@Nullable String configurationId, @Nullable String authenticationId, @Nullable AuthenticationStatus status,
		@Nullable String dest, @Nullable Channel channel, @Nullable Integer expiryTime, @Nullable Integer maxTrials,
		@Nullable Integer maxControls, @Nullable PaymentInfo paymentInfo, @Nullable List<TrialQuickInfo> trials,
		@Nullable Instant dateCreated, @Nullable Instant dateUpdated) {

	@Override
	public String toString() {
		return "AuthenticationItem[authenticationId=%s, status=%s]".formatted(this.authenticationId, this.status);
	}

}
