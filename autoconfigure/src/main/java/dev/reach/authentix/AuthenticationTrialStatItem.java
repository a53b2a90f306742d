package dev.reach.authentix;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Figures about trials. The service may leave out any property.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param totalTrials the number of trials
 * @param numSuccessfulTrials the number of successful ones
 * @param numUnsuccessfulTrials the number of others
 * @param successRate the rate of success as the service gives it; its scale is not
 * documented
 * @since 0.1.0
 */
public record AuthenticationTrialStatItem(@Nullable String appletId, @Nullable String apiVersion,
		@Nullable Integer totalTrials, @Nullable Integer numSuccessfulTrials, @Nullable Integer numUnsuccessfulTrials,
		@Nullable BigDecimal successRate) {

}
