package dev.reach.test;

import java.util.Set;

import dev.reach.ReachClientCustomizer;
import dev.reach.error.ErrorMapper;
import dev.reach.middleware.Middleware;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out of a {@link ReachClientTest @ReachClientTest} all components but those named
 * and those that change the client.
 */
class ReachClientTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ReachClientTest> {

	private final Set<Class<?>> components;

	ReachClientTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = Set
			.of(getAnnotation().getValue("components", Class[].class).orElseGet(() -> new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(Middleware.class, ReachClientCustomizer.class, ErrorMapper.class);
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.components;
	}

}
