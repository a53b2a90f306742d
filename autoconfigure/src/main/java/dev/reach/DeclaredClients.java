package dev.reach;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Makes clients for interfaces declared with {@code @HttpExchange}.
 */
final class DeclaredClients {

	private final Supplier<HttpServiceProxyFactory> proxies;

	// The adapter loads much of Reactor, which a start does not need.
	DeclaredClients(Supplier<PipelineExchangeAdapter> adapter, ParametersArgumentResolver resolver,
			OperationNames names) {
		this.proxies = SingletonSupplier.of(() -> HttpServiceProxyFactory.builderFor(adapter.get())
			.customArgumentResolver(resolver)
			.httpRequestValuesProcessor(names)
			.proxyFactoryCustomizer(DeclaredClients::advise)
			.build());
	}

	<T> T create(Class<T> type) {
		return this.proxies.get().createClient(type);
	}

	<T> Supplier<T> lazily(Class<T> type) {
		return SingletonSupplier.of(() -> create(type));
	}

	private static void advise(ProxyFactory factory, Class<?> type) {
		factory.addAdvice(0, (MethodInterceptor) (invocation) -> {
			Method method = invocation.getMethod();
			if (ReflectionUtils.isToStringMethod(method)) {
				return type.getSimpleName();
			}
			return (method.isDefault() || isReactive(method)) ? invocation.proceed() : proceedBlocking(invocation);
		});
	}

	private static @Nullable Object proceedBlocking(MethodInvocation invocation) throws Throwable {
		BlockingCalls.requireAllowed();
		try {
			return invocation.proceed();
		}
		catch (RuntimeException ex) {
			throw BlockingCalls.translate(ex);
		}
	}

	private static boolean isReactive(Method method) {
		return Publisher.class.isAssignableFrom(method.getReturnType())
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null;
	}

}
