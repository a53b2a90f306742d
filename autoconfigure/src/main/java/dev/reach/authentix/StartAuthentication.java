package dev.reach.authentix;

import java.time.Clock;
import java.util.Map;

import dev.reach.error.Violations;
import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;

/**
 * A code to send to a user. The string form shows nothing of it.
 *
 * @param dest the destination, an E.164 number or an e-mail address as the channel needs
 * @param channel how the code is sent
 * @param serviceName the name shown in the message, in place of that of the configuration
 * @param customCode the code to send, 4 to 10 digits; the configuration must allow it
 * @param paymentInfo the payment to confirm
 * @param templateId the template, in place of that of the configuration
 * @param templateDataMap the values of the variables of the template
 * @since 0.1.0
 */
public record StartAuthentication(String dest, Channel channel, @Nullable String serviceName,
		@Nullable String customCode, @Nullable PaymentInfo paymentInfo, @Nullable String templateId,
		@Nullable Map<String, Object> templateDataMap) implements RequestParameters {

	/**
	 * Start a request.
	 * @param dest the destination, an E.164 number or an e-mail address as the channel
	 * needs
	 * @param channel how the code is sent
	 * @return a builder
	 */
	public static Builder builder(String dest, Channel channel) {
		return new Builder(dest, channel);
	}

	@Override
	public void writeTo(ParameterWriter parameters) {
		parameters.add("dest", this.dest)
			.add("channel", this.channel)
			.add("serviceName", this.serviceName)
			.add("customCode", this.customCode)
			.addJson("paymentInfo", this.paymentInfo)
			.add("templateId", this.templateId)
			.addJson("templateDataMap", this.templateDataMap);
	}

	@Override
	public void validate(Violations violations, Clock clock) {
		AuthentixRules.destination(violations, this.dest, this.channel);
		AuthentixRules.customCode(violations, this.customCode);
	}

	@Override
	public String toString() {
		return "StartAuthentication";
	}

	/**
	 * Builds a {@link StartAuthentication}.
	 */
	public static final class Builder {

		private final String dest;

		private final Channel channel;

		private @Nullable String serviceName;

		private @Nullable String customCode;

		private @Nullable PaymentInfo paymentInfo;

		private @Nullable String templateId;

		private @Nullable Map<String, Object> templateDataMap;

		private Builder(String dest, Channel channel) {
			this.dest = dest;
			this.channel = channel;
		}

		/**
		 * Set the name shown in the message, in place of that of the configuration.
		 * @param serviceName the name shown in the message, in place of that of the
		 * configuration
		 * @return this builder
		 */
		public Builder serviceName(String serviceName) {
			this.serviceName = serviceName;
			return this;
		}

		/**
		 * Set the code to send, 4 to 10 digits; the configuration must allow it.
		 * @param customCode the code to send, 4 to 10 digits; the configuration must
		 * allow it
		 * @return this builder
		 */
		public Builder customCode(String customCode) {
			this.customCode = customCode;
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
		 * Set the template, in place of that of the configuration.
		 * @param templateId the template, in place of that of the configuration
		 * @return this builder
		 */
		public Builder templateId(String templateId) {
			this.templateId = templateId;
			return this;
		}

		/**
		 * Set the values of the variables of the template.
		 * @param templateDataMap the values of the variables of the template
		 * @return this builder
		 */
		public Builder templateDataMap(Map<String, Object> templateDataMap) {
			this.templateDataMap = templateDataMap;
			return this;
		}

		/**
		 * Build the request. Its values are checked when it is sent.
		 * @return the request
		 */
		public StartAuthentication build() {
			return new StartAuthentication(this.dest, this.channel, this.serviceName, this.customCode, this.paymentInfo,
					this.templateId, this.templateDataMap);
		}

	}

}
