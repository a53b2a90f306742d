package dev.reach.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/**
 * Reads the properties of further accounts, {@code reach.clients.<name>.*}. What an
 * account leaves out it inherits from {@code reach.*}.
 */
final class NamedReachProperties {

	private static final String CLIENTS = "reach.clients";

	private NamedReachProperties() {
	}

	static Set<String> names(Environment environment) {
		return Binder.get(environment)
			.bind(CLIENTS, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet();
	}

	static boolean isSet(Environment environment, String name, String key) {
		ConfigurationPropertyName property = ConfigurationPropertyName.of(CLIENTS + "." + name + "." + key);
		return sources(environment).anyMatch((source) -> source.getConfigurationProperty(property) != null
				|| source.containsDescendantOf(property) == ConfigurationPropertyState.PRESENT);
	}

	static ReachProperties bind(Environment environment, String name) {
		List<ConfigurationPropertySource> sources = Stream.of(CLIENTS + "." + name, "reach")
			.flatMap((prefix) -> sources(environment).map((source) -> source.withPrefix(prefix)))
			.toList();
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment)).bindOrCreate("",
				Bindable.of(ReachProperties.class));
	}

	private static Stream<ConfigurationPropertySource> sources(Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false);
	}

}
