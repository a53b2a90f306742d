package dev.reach.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;

/**
 * Makes one cheap call with each client whose {@code verify-on-start} is set, when all
 * beans are there. Whether it is set is looked up then and is no condition of the bean:
 * conditions are evaluated ahead of time, where the application may not yet be
 * configured.
 */
final class StartupVerification implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(StartupVerification.class);

	private static final String PATH = "/rest/messaging/v1/list";

	private final ReachProperties properties;

	private final ListableBeanFactory beanFactory;

	private final Environment environment;

	StartupVerification(ReachProperties properties, ListableBeanFactory beanFactory, Environment environment) {
		this.properties = properties;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> names = NamedReachProperties.names(this.environment);
		if (this.properties.verifyOnStart()) {
			Set<String> further = names.stream().map(NamedReachClientRegistrar::beanName).collect(Collectors.toSet());
			Stream.of(this.beanFactory.getBeanNamesForType(ReachClient.class, false, true))
				.filter((beanName) -> !further.contains(beanName))
				.forEach((beanName) -> verify(beanName, "reach."));
		}
		for (String name : names) {
			if (NamedReachProperties.bind(this.environment, name).verifyOnStart()) {
				verify(NamedReachClientRegistrar.beanName(name), "reach.clients." + name + ".");
			}
		}
	}

	private void verify(String beanName, String prefix) {
		ReachHttpResponse response;
		try {
			response = this.beanFactory.getBean(beanName, ReachClient.class).http().request(call());
		}
		catch (RuntimeException ex) {
			throw new StartupVerificationException(beanName, prefix, ex);
		}
		if (!response.isSuccess()) {
			throw new StartupVerificationException(beanName, prefix, response);
		}
		logger.info("The credentials of '%s' were accepted: %s".formatted(beanName, response));
	}

	// No constant: it loads much of Reactor, which a start without it does not need.
	private static ReachHttpRequest call() {
		return ReachHttpRequest.builder(HttpMethod.GET, PATH + "?pageSize=1")
			.attribute(ReachHttpRequest.OPERATION, "listMessages")
			.attribute(ReachHttpRequest.URI_TEMPLATE, PATH)
			.build();
	}

}
