package dev.reach.autoconfigure;

import java.net.URI;

import dev.reach.credential.ReachCredentials;
import dev.reach.error.ReachConfigurationException;
import dev.reach.http.BaseUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * {@link ReachConnectionDetails} from {@link ReachProperties} and, for what they leave
 * out, the two variables that all Reach libraries read.
 */
final class PropertiesReachConnectionDetails implements ReachConnectionDetails {

	static final String API_USER_VARIABLE = "REACH_TALKYLABS_API_USER";

	static final String API_KEY_VARIABLE = "REACH_TALKYLABS_API_KEY";

	private final ReachProperties properties;

	private final PropertyResolver environment;

	PropertiesReachConnectionDetails(ReachProperties properties, PropertyResolver environment) {
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public ReachCredentials getCredentials() {
		String apiUser = firstText(this.properties.apiUser(), this.environment.getProperty(API_USER_VARIABLE));
		String apiKey = firstText(this.properties.apiKey(), this.environment.getProperty(API_KEY_VARIABLE));
		if (apiUser == null || apiKey == null) {
			throw new MissingReachCredentialsException(apiUser == null, apiKey == null);
		}
		try {
			return new ReachCredentials(apiUser, apiKey);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException("reach.api-user / reach.api-key", String.valueOf(ex.getMessage()));
		}
	}

	@Override
	public URI getBaseUrl() {
		try {
			return new BaseUrl(URI.create(this.properties.baseUrl().strip())).uri();
		}
		catch (ReachConfigurationException ex) {
			throw new InvalidReachPropertyException("reach.base-url", String.valueOf(ex.getMessage()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException("reach.base-url", "It has a character that a URL cannot have");
		}
	}

	private static @Nullable String firstText(@Nullable String first, @Nullable String second) {
		return StringUtils.hasText(first) ? first : (StringUtils.hasText(second) ? second : null);
	}

}
