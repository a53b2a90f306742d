package dev.reach.authentix;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A delivery of a code, in short.
 *
 * @param dateCreated when the code was sent
 * @param trialId the trial
 * @param channel how it was sent
 * @since 0.1.0
 */
public record TrialQuickInfo(@Nullable Instant dateCreated, @Nullable String trialId, @Nullable Channel channel) {

}
