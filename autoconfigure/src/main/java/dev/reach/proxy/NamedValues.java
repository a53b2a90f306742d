package dev.reach.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Where values are read by their exact names, for example environment variables.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamedValues {

	/**
	 * Return a value.
	 * @param name its name
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable String get(String name);

}
