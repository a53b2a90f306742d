package dev.reach.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.Map;

import dev.reach.proxy.InvalidProxyException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EnvironmentVariables}.
 */
class EnvironmentVariablesTests {

	@Test
	void variablesAnswerToTheirExactNamesOnly() {
		EnvironmentVariables variables = of(Map.of("HTTP_PROXY", "a:1", "all_proxy", "b:2"));
		assertThat(variables.environment().getProperty("http_proxy")).as("what is avoided").isEqualTo("a:1");
		assertThat(variables.get("HTTP_PROXY")).isEqualTo("a:1");
		assertThat(variables.get("http_proxy")).isNull();
		assertThat(variables.get("all_proxy")).isEqualTo("b:2");
		assertThat(variables.get("ALL_PROXY")).isNull();
	}

	@Test
	void theFirstSourceThatHasTheNameWinsAlsoIfItIsEmpty() {
		EnvironmentVariables variables = of(Map.of("HTTPS_PROXY", "a:1"), Map.of("HTTPS_PROXY", ""));
		assertThat(variables.get("HTTPS_PROXY")).isEmpty();
	}

	@Test
	void theNextSourceIsAskedForWhatTheFirstHasNot() {
		EnvironmentVariables variables = of(Map.of("HTTPS_PROXY", "a:1"), Map.of("https.proxy", "b:2"));
		assertThat(variables.get("HTTPS_PROXY")).isEqualTo("a:1");
	}

	@Test
	void placeholdersAreResolvedButNotInTheVariablesOfTheSystem() {
		EnvironmentVariables variables = of(Map.of("HTTPS_PROXY", "http://u:pa${HOST}@a:1", "HOST", "b"),
				Map.of("HTTP_PROXY", "http://${HOST}:2", "ALL_PROXY", "http://u:pa${ss@c:3", "https_proxy", "${NONE}"));
		assertThat(variables.get("HTTPS_PROXY")).isEqualTo("http://u:pa${HOST}@a:1");
		assertThat(variables.get("HTTP_PROXY")).isEqualTo("http://b:2");
		assertThat(variables.get("ALL_PROXY")).isEqualTo("http://u:pa${ss@c:3");
		assertThat(variables.get("https_proxy")).isEqualTo("${NONE}");
	}

	@Test
	void aPlaceholderThatRefersToItselfIsReportedWithoutTheValue() {
		EnvironmentVariables variables = of(Map.of(), Map.of("HTTPS_PROXY", "http://canary:canary@${HTTPS_PROXY}"));
		assertThatExceptionOfType(InvalidProxyException.class).isThrownBy(() -> variables.get("HTTPS_PROXY"))
			.withMessageContaining("'HTTPS_PROXY'")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("canary"));
	}

	@Test
	void anEnvironmentOfAnotherKindIsAskedAsItIs() {
		Environment other = (Environment) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Environment.class },
				(proxy, method, arguments) -> new MockEnvironment().withProperty("HTTPS_PROXY", "a:1")
					.getProperty(String.valueOf(arguments[0])));
		assertThat(new EnvironmentVariables(other).get("HTTPS_PROXY")).isEqualTo("a:1");
	}

	private static EnvironmentVariables of(Map<String, Object> variables) {
		return of(variables, Map.of());
	}

	private static EnvironmentVariables of(Map<String, Object> variables, Map<String, Object> imported) {
		StandardEnvironment environment = new StandardEnvironment();
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
		environment.getPropertySources().addFirst(new MapPropertySource("imported", imported));
		ConfigurationPropertySources.attach(environment);
		return new EnvironmentVariables(environment);
	}

}
