package dev.reach.authentix;

import dev.reach.error.Violations;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the contract for authentications and their configurations.
 */
final class AuthentixRules {

	private AuthentixRules() {
	}

	static void serviceName(Violations violations, @Nullable String serviceName) {
		violations.check("serviceName", serviceName,
				serviceName == null || (!serviceName.isBlank() && serviceName.length() <= 40),
				"must have 1 to 40 characters");
	}

	static void destination(Violations violations, @Nullable String dest, @Nullable Channel channel) {
		violations.check("channel", null, channel != null, "must be given");
		if (Channel.SMS.equals(channel)) {
			violations.check("dest", dest, dest != null && dest.matches("\\+[1-9]\\d{1,14}"),
					"must be an E.164 number such as +15558675310");
		}
		else if (Channel.EMAIL.equals(channel)) {
			violations.check("dest", dest, dest != null && dest.matches("[^@\\s]+@[^@\\s]+"),
					"must be an e-mail address");
		}
		else {
			violations.check("dest", dest, dest != null && !dest.isBlank(), "must not be empty");
		}
	}

	static void customCode(Violations violations, @Nullable String customCode) {
		violations.check("customCode", customCode, customCode == null || customCode.matches("[0-9]{4,10}"),
				"must have 4 to 10 digits");
	}

	static void code(Violations violations, @Nullable String code) {
		violations.check("code", code, code == null || (code.length() >= 4 && code.length() <= 10),
				"must have 4 to 10 characters");
	}

}
