package dev.reach.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.reach.proxy.ProxyDecision;
import dev.reach.proxy.ProxyResolver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RememberingProxyResolver}.
 */
class RememberingProxyResolverTests {

	private final List<URI> asked = new ArrayList<>();

	private final ProxyResolver resolver = new RememberingProxyResolver((target) -> {
		this.asked.add(target);
		return ProxyDecision.direct(target.toString());
	});

	@Test
	void asksOnceForOneService() {
		assertThat(decision("https://a.test/x?y")).isEqualTo("https://a.test/x?y");
		assertThat(decision("https://a.test/z")).isEqualTo("https://a.test/x?y");
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void asksAgainForAnotherSchemeHostOrPort() {
		for (String target : List.of("https://a.test", "http://a.test", "https://a.test:8443", "https://b.test")) {
			decision("https://a.test");
			assertThat(decision(target)).isEqualTo(target);
		}
	}

	private String decision(String target) {
		return this.resolver.resolve(URI.create(target)).reason();
	}

}
