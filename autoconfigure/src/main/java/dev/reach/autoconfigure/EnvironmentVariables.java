package dev.reach.autoconfigure;

import dev.reach.proxy.InvalidProxyException;
import dev.reach.proxy.NamedValues;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads environment variables, and what an application puts in their place, from the
 * {@link Environment} by their exact names. A {@link SystemEnvironmentPropertySource}
 * answers a name in lower case with the value of the one in upper case, which would make
 * {@code HTTP_PROXY} count where it must not. Placeholders are resolved, but not in the
 * variables of the system.
 *
 * @param environment the environment
 */
record EnvironmentVariables(Environment environment) implements NamedValues {

	@Override
	public @Nullable String get(String name) {
		if (!(this.environment instanceof ConfigurableEnvironment configurable)) {
			return this.environment.getProperty(name);
		}
		for (PropertySource<?> source : configurable.getPropertySources()) {
			if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				String value = (source instanceof SystemEnvironmentPropertySource variables)
						? text(variables.getSource().get(name)) : resolve(name, text(source.getProperty(name)));
				if (value != null) {
					return value;
				}
			}
		}
		return null;
	}

	private @Nullable String resolve(String name, @Nullable String value) {
		try {
			return (value != null) ? this.environment.resolvePlaceholders(value) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidProxyException(name, "it has a placeholder that cannot be resolved");
		}
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

}
