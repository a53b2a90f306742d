package dev.reach.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import dev.reach.autoconfigure.ReachProperties.AuthenticationScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.ReachCredentials;
import dev.reach.error.ReachConfigurationException;
import dev.reach.http.BaseUrl;
import dev.reach.http.HeaderRules;
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
		String apiUser = find("reach.api-user", this.properties.apiUser(), API_USER_VARIABLE);
		String apiKey = find("reach.api-key", this.properties.apiKey(), API_KEY_VARIABLE);
		boolean userIsMissing = apiUser == null && this.properties.authScheme() != AuthenticationScheme.BEARER;
		if (userIsMissing || apiKey == null) {
			throw new MissingReachCredentialsException(this.properties.authScheme(), userIsMissing, apiKey == null);
		}
		if (apiUser != null && apiUser.contains(":") && this.properties.authScheme() == AuthenticationScheme.BASIC) {
			String origin = StringUtils.hasText(this.properties.apiUser()) ? "reach.api-user" : API_USER_VARIABLE;
			throw new InvalidReachPropertyException(origin, "It must not have a colon if reach.auth-scheme is basic");
		}
		return new ReachCredentials(apiUser, apiKey);
	}

	@Override
	public URI getBaseUrl() {
		return baseUrl("reach.base-url", this.properties.baseUrl());
	}

	@Override
	public List<URI> getBaseUrls() {
		List<String> baseUrls = this.properties.baseUrls();
		return baseUrls.isEmpty() ? List.of(getBaseUrl())
				: IntStream.range(0, baseUrls.size())
					.mapToObj((index) -> baseUrl("reach.base-urls[%d]".formatted(index), baseUrls.get(index)))
					.toList();
	}

	private static URI baseUrl(String property, String value) {
		try {
			BaseUrl baseUrl = new BaseUrl(URI.create(value.strip()));
			CredentialHeaders.requireConfidential(baseUrl.origin());
			return baseUrl.uri();
		}
		catch (ReachConfigurationException ex) {
			throw new InvalidReachPropertyException(property, String.valueOf(ex.getMessage()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException(property, "It has a character that a URL cannot have");
		}
	}

	private @Nullable String find(String property, @Nullable String value, String variable) {
		if (StringUtils.hasText(value)) {
			return checked(property, value);
		}
		String fallback = this.environment.getProperty(variable);
		return StringUtils.hasText(fallback) ? checked(variable, fallback) : null;
	}

	private static String checked(String name, String value) {
		try {
			HeaderRules.requireCredential("value", value);
			return value;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReachPropertyException(name, String.valueOf(ex.getMessage()));
		}
	}

}
