package dev.reach.autoconfigure;

import dev.reach.authentix.AuthenticationControlItems;
import dev.reach.authentix.AuthenticationItems;
import dev.reach.authentix.AuthenticationTrialItems;
import dev.reach.authentix.AuthenticationTrialStatItems;
import dev.reach.authentix.ConfigurationItems;
import dev.reach.authentix.PaymentInfo;
import dev.reach.authentix.ReactiveAuthenticationControlItems;
import dev.reach.authentix.ReactiveAuthenticationItems;
import dev.reach.authentix.ReactiveAuthenticationTrialItems;
import dev.reach.authentix.ReactiveAuthenticationTrialStatItems;
import dev.reach.authentix.ReactiveConfigurationItems;
import dev.reach.error.ErrorBody;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.ReactiveMessagingItems;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;

/**
 * Runtime hints for the declared HTTP interfaces and the records they return.
 */
final class ReachRuntimeHints implements RuntimeHintsRegistrar {

	private static final Class<?>[] DECLARED = { MessagingItems.class, ReactiveMessagingItems.class,
			ConfigurationItems.class, ReactiveConfigurationItems.class, AuthenticationItems.class,
			ReactiveAuthenticationItems.class, AuthenticationControlItems.class,
			ReactiveAuthenticationControlItems.class, AuthenticationTrialItems.class,
			ReactiveAuthenticationTrialItems.class, AuthenticationTrialStatItems.class,
			ReactiveAuthenticationTrialStatItems.class };

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, DECLARED);
		for (Class<?> type : DECLARED) {
			hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(type));
		}
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ErrorBody.class,
				PaymentInfo.class);
	}

}
