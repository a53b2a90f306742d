package dev.reach.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.reach.ReachClient;
import dev.reach.authentix.ConfigurationItem;
import dev.reach.authentix.PaymentInfo;
import dev.reach.error.ErrorBody;
import dev.reach.messaging.MessageStatus;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.MessagingItems;
import dev.reach.page.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.web.service.annotation.HttpExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReachRuntimeHints}.
 */
class ReachRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void registerHints() {
		new ReachRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void declaredInterfacesAreFound() {
		assertThat(declaredInterfaces()).hasSize(12).contains(MessagingItems.class);
	}

	@ParameterizedTest
	@MethodSource("declaredInterfaces")
	void eachDeclaredInterfaceCanBeProxied(Class<?> type) {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(type)))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@MethodSource("declaredInterfaces")
	void whatEachDeclaredOperationReturnsCanBeRead(Class<?> type) {
		List<Class<?>> returned = Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> !method.isDefault() && !method.isSynthetic())
			.map(Method::getGenericReturnType)
			.flatMap(ReachRuntimeHintsTests::ownTypes)
			.distinct()
			.<Class<?>>map((own) -> own)
			.toList();
		assertThat(returned).isNotEmpty().allSatisfy(this::canBeRead);
	}

	@ParameterizedTest
	@ValueSource(classes = { MessagingItem.class, MessageStatus.class, ConfigurationItem.class, Page.class,
			ErrorBody.class })
	void recordCanBeRead(Class<?> type) {
		canBeRead(type);
	}

	@Test
	void objectParameterCanBeWritten() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(PaymentInfo.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(PaymentInfo.class, "payee"))
			.accepts(this.hints);
	}

	private void canBeRead(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

	static List<Class<?>> declaredInterfaces() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackagesOf(ReachClient.class)
			.stream()
			.filter((type) -> type.isAnnotatedWith(HttpExchange.class))
			.<Class<?>>map(JavaClass::reflect)
			.toList();
	}

	private static Stream<Class<?>> ownTypes(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return Stream.concat(ownTypes(parameterized.getRawType()),
					Arrays.stream(parameterized.getActualTypeArguments()).flatMap(ReachRuntimeHintsTests::ownTypes));
		}
		boolean own = type instanceof Class<?> candidate && candidate.getName().startsWith("dev.reach.");
		return own ? Stream.of((Class<?>) type) : Stream.empty();
	}

}
