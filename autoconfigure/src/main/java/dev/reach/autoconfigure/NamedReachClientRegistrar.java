package dev.reach.autoconfigure;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the clients of further accounts as beans, each qualified by its name. They
 * are no candidates where no name is asked for.
 */
final class NamedReachClientRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	NamedReachClientRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : NamedReachProperties.names(this.environment)) {
			registry.registerBeanDefinition(beanName(name), definition(ReachClient.class, "client", name));
			registry.registerBeanDefinition(name + "ReactiveReachClient",
					definition(ReactiveReachClient.class, "reactiveClient", name));
		}
	}

	static String beanName(String name) {
		return name + "ReachClient";
	}

	private static RootBeanDefinition definition(Class<?> type, String factoryMethod, String name) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setTargetType(type);
		definition.setFactoryBeanName(NamedReachClients.BEAN_NAME);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

}
