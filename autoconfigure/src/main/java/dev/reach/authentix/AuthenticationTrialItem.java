package dev.reach.authentix;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One delivery of a code. The service may leave out any property.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param configurationId the configuration used
 * @param authenticationId the authentication
 * @param trialId the identifier
 * @param trialStatus whether it led to a passed authentication
 * @param channel how the code was sent
 * @param paymentInfo the payment to confirm
 * @param dateCreated when the record was made
 * @param dateUpdated when the record was last changed
 * @param price the price, without that of checking the code
 * @param priceUnit the currency of the price
 * @param channelInfo details of the channel
 * @since 0.1.0
 */
public record AuthenticationTrialItem(@Nullable String appletId, @Nullable String apiVersion,
		@Nullable String configurationId, @Nullable String authenticationId, @Nullable String trialId,
		@Nullable TrialStatus trialStatus, @Nullable Channel channel, @Nullable PaymentInfo paymentInfo,
		@Nullable Instant dateCreated, @Nullable Instant dateUpdated, @Nullable BigDecimal price,
		@Nullable String priceUnit, @Nullable Map<String, Object> channelInfo) {

	@Override
	public String toString() {
		return "AuthenticationTrialItem[trialId=%s, trialStatus=%s]".formatted(this.trialId, this.trialStatus);
	}

}
