package dev.reach.docs;

import java.net.URI;
import java.util.List;

import dev.reach.host.HostSelector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostExamples}.
 */
class HostExamplesTests {

	private static final URI EU = URI.create("https://eu.api.example.com");

	private static final URI US = URI.create("https://us.api.example.com");

	@Test
	void anotherSelection() {
		HostSelector selector = new HostExamples.AnotherSelection().reachHostSelector();
		assertThat(selector.select(List.of(US, EU), List.of(US, EU))).isEqualTo(EU);
		assertThat(selector.select(List.of(US, EU), List.of(US))).isEqualTo(US);
	}

}
