package dev.reach;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Makes clients for interfaces declared with {@code @HttpExchange}.
 */
final class DeclaredClients {

	private final Supplier<HttpServiceProxyFactory> proxies;

	DeclaredClients(PipelineExchangeAdapter adapter, ParametersArgumentResolver resolver) {
		this.proxies = SingletonSupplier.of(() -> HttpServiceProxyFactory.builderFor(adapter)
			.customArgumentResolver(resolver)
			.proxyFactoryCustomizer(DeclaredClients::describe)
			.build());
	}

	<T> T create(Class<T> type) {
		return this.proxies.get().createClient(type);
	}

	<T> Supplier<T> lazily(Class<T> type) {
		return SingletonSupplier.of(() -> create(type));
	}

	// Without this, printing a client fails.
	private static void describe(ProxyFactory factory, Class<?> type) {
		factory.addAdvice(0,
				(MethodInterceptor) (invocation) -> ReflectionUtils.isToStringMethod(invocation.getMethod())
						? type.getSimpleName() : invocation.proceed());
	}

}
