package dev.reach.authentix;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Settings from which one-time codes are made. The service may leave out any property.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param configurationId the identifier
 * @param serviceName the name shown in the message
 * @param codeLength the number of digits of a code
 * @param allowCustomCode whether the caller may choose the code
 * @param usedForDigitalPayment whether payments are confirmed with it
 * @param defaultExpiryTime how long an authentication lives, in minutes
 * @param defaultMaxTrials how often a code may be sent
 * @param defaultMaxControls how often a code may be checked
 * @param smtpSettingId the mail server setting, needed for e-mail
 * @param emailTemplateId the template of the e-mail
 * @param smsTemplateId the template of the message
 * @param dateCreated when the record was made
 * @param dateUpdated when the record was last changed
 * @since 0.1.0
 */
public record ConfigurationItem(@Nullable String appletId, @Nullable String apiVersion,
		@Nullable String configurationId, @Nullable String serviceName, @Nullable Integer codeLength,
		@Nullable Boolean allowCustomCode, @Nullable Boolean usedForDigitalPayment, @Nullable Integer defaultExpiryTime,
		@Nullable Integer defaultMaxTrials, @Nullable Integer defaultMaxControls, @Nullable String smtpSettingId,
		@Nullable String emailTemplateId, @Nullable String smsTemplateId, @Nullable Instant dateCreated,
		@Nullable Instant dateUpdated) {

	@Override
	public String toString() {
		return "ConfigurationItem[configurationId=%s, serviceName=%s]".formatted(this.configurationId,
				this.serviceName);
	}

}
