package dev.reach.authentix;

import java.time.Clock;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * A configuration to make.
 *
 * @param serviceName the name shown in the message, 1 to 40 characters
 * @param codeLength the number of digits of a code
 * @param allowCustomCode whether the caller may choose the code
 * @param usedForDigitalPayment whether payments are confirmed with it
 * @param defaultExpiryTime how long an authentication lives, in minutes
 * @param defaultMaxTrials how often a code may be sent
 * @param defaultMaxControls how often a code may be checked
 * @param smtpSettingId the mail server setting, needed for e-mail
 * @param emailTemplateId the template of the e-mail
 * @param smsTemplateId the template of the message
 * @since 0.1.0
 */
public record CreateConfiguration(String serviceName, @Nullable Integer codeLength, @Nullable Boolean allowCustomCode,
		@Nullable Boolean usedForDigitalPayment, @Nullable Integer defaultExpiryTime,
		@Nullable Integer defaultMaxTrials, @Nullable Integer defaultMaxControls, @Nullable String smtpSettingId,
		@Nullable String emailTemplateId, @Nullable String smsTemplateId) implements RequestParameters {

	/**
	 * Start a request.
	 * @param serviceName the name shown in the message, 1 to 40 characters
	 * @return a builder
	 */
	public static Builder builder(String serviceName) {
		return new Builder(serviceName);
	}

	@Override
	public void writeTo(ParameterWriter parameters) {
		parameters.add("serviceName", this.serviceName)
			.add("codeLength", this.codeLength)
			.add("allowCustomCode", this.allowCustomCode)
			.add("usedForDigitalPayment", this.usedForDigitalPayment)
			.add("defaultExpiryTime", this.defaultExpiryTime)
			.add("defaultMaxTrials", this.defaultMaxTrials)
			.add("defaultMaxControls", this.defaultMaxControls)
			.add("smtpSettingId", this.smtpSettingId)
			.add("emailTemplateId", this.emailTemplateId)
			.add("smsTemplateId", this.smsTemplateId);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		violations.check("serviceName", null, this.serviceName != null, "must be given");
		AuthentixRules.serviceName(violations, this.serviceName);
		violations.checkRange("codeLength", this.codeLength, 4, 10);
		violations.checkRange("defaultExpiryTime", this.defaultExpiryTime, 1, 1440);
		violations.checkRange("defaultMaxControls", this.defaultMaxControls, 1, 6);
	}

	@Override
	public String toString() {
		return "CreateConfiguration";
	}

	/**
	 * Builds a {@link CreateConfiguration}.
	 */
	public static final class Builder {

		private final String serviceName;

		private @Nullable Integer codeLength;

		private @Nullable Boolean allowCustomCode;

		private @Nullable Boolean usedForDigitalPayment;

		private @Nullable Integer defaultExpiryTime;

		private @Nullable Integer defaultMaxTrials;

		private @Nullable Integer defaultMaxControls;

		private @Nullable String smtpSettingId;

		private @Nullable String emailTemplateId;

		private @Nullable String smsTemplateId;

		private Builder(String serviceName) {
			this.serviceName = serviceName;
		}

		/**
		 * Set the number of digits of a code.
		 * @param codeLength the number of digits of a code
		 * @return this builder
		 */
		public Builder codeLength(Integer codeLength) {
			this.codeLength = codeLength;
			return this;
		}

		/**
		 * Set whether the caller may choose the code.
		 * @param allowCustomCode whether the caller may choose the code
		 * @return this builder
		 */
		public Builder allowCustomCode(Boolean allowCustomCode) {
			this.allowCustomCode = allowCustomCode;
			return this;
		}

		/**
		 * Set whether payments are confirmed with it.
		 * @param usedForDigitalPayment whether payments are confirmed with it
		 * @return this builder
		 */
		public Builder usedForDigitalPayment(Boolean usedForDigitalPayment) {
			this.usedForDigitalPayment = usedForDigitalPayment;
			return this;
		}

		/**
		 * Set how long an authentication lives, in minutes.
		 * @param defaultExpiryTime how long an authentication lives, in minutes
		 * @return this builder
		 */
		public Builder defaultExpiryTime(Integer defaultExpiryTime) {
			this.defaultExpiryTime = defaultExpiryTime;
			return this;
		}

		/**
		 * Set how often a code may be sent.
		 * @param defaultMaxTrials how often a code may be sent
		 * @return this builder
		 */
		public Builder defaultMaxTrials(Integer defaultMaxTrials) {
			this.defaultMaxTrials = defaultMaxTrials;
			return this;
		}

		/**
		 * Set how often a code may be checked.
		 * @param defaultMaxControls how often a code may be checked
		 * @return this builder
		 */
		public Builder defaultMaxControls(Integer defaultMaxControls) {
			this.defaultMaxControls = defaultMaxControls;
			return this;
		}

		/**
		 * Set the mail server setting, needed for e-mail.
		 * @param smtpSettingId the mail server setting, needed for e-mail
		 * @return this builder
		 */
		public Builder smtpSettingId(String smtpSettingId) {
			this.smtpSettingId = smtpSettingId;
			return this;
		}

		/**
		 * Set the template of the e-mail.
		 * @param emailTemplateId the template of the e-mail
		 * @return this builder
		 */
		public Builder emailTemplateId(String emailTemplateId) {
			this.emailTemplateId = emailTemplateId;
			return this;
		}

		/**
		 * Set the template of the message.
		 * @param smsTemplateId the template of the message
		 * @return this builder
		 */
		public Builder smsTemplateId(String smsTemplateId) {
			this.smsTemplateId = smsTemplateId;
			return this;
		}

		/**
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public CreateConfiguration build() {
			return new CreateConfiguration(this.serviceName, this.codeLength, this.allowCustomCode,
					this.usedForDigitalPayment, this.defaultExpiryTime, this.defaultMaxTrials, this.defaultMaxControls,
					this.smtpSettingId, this.emailTemplateId, this.smsTemplateId);
		}

	}

}
