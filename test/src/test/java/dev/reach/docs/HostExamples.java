package dev.reach.docs;

import dev.reach.host.HostSelector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The examples of several hosts.
 */
final class HostExamples {

	private HostExamples() {
	}

	@Configuration(proxyBeanMethods = false)
	static class AnotherSelection {

		@Bean
		HostSelector reachHostSelector() {
			return (hosts, candidates) -> candidates.stream()
				.filter((candidate) -> candidate.getHost().startsWith("eu."))
				.findFirst()
				.orElse(candidates.get(0));
		}

	}

}
