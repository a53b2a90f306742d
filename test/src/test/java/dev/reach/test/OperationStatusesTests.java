package dev.reach.test;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.reach.ReachClient;
import dev.reach.authentix.AuthenticationControlItems;
import dev.reach.authentix.AuthenticationItems;
import dev.reach.authentix.AuthenticationTrialItems;
import dev.reach.authentix.AuthenticationTrialStatItems;
import dev.reach.authentix.ConfigurationItems;
import dev.reach.authentix.ReactiveAuthenticationControlItems;
import dev.reach.authentix.ReactiveAuthenticationItems;
import dev.reach.authentix.ReactiveAuthenticationTrialItems;
import dev.reach.authentix.ReactiveAuthenticationTrialStatItems;
import dev.reach.authentix.ReactiveConfigurationItems;
import dev.reach.error.ReachNotFoundException;
import dev.reach.error.ReachUnexpectedStatusException;
import dev.reach.http.Operation;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.ReactiveMessagingItems;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the statuses of each {@link Operation}: that they are those of the contract,
 * and that a client which is told to fails on any other.
 */
class OperationStatusesTests {

	private static final ReachContract CONTRACT = ReachContract.load();

	@StartStop
	private final MockWebServer server = new MockWebServer();

	private ReachClient client;

	@BeforeEach
	void createClient() {
		this.client = LoopbackClient.of(this.server).mutate().failOnUnexpectedStatus(true).build();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	static Stream<Method> blockingOperations() {
		return operations(MessagingItems.class, ConfigurationItems.class, AuthenticationItems.class,
				AuthenticationControlItems.class, AuthenticationTrialItems.class, AuthenticationTrialStatItems.class);
	}

	static Stream<Method> reactiveOperations() {
		return operations(ReactiveMessagingItems.class, ReactiveConfigurationItems.class,
				ReactiveAuthenticationItems.class, ReactiveAuthenticationControlItems.class,
				ReactiveAuthenticationTrialItems.class, ReactiveAuthenticationTrialStatItems.class);
	}

	static List<ContractCall> calls() {
		return ContractCall.complete();
	}

	@Test
	void eachOperationOfTheContractIsDeclaredOnBothSides() {
		assertThat(blockingOperations()).extracting(OperationStatusesTests::nameOf)
			.containsExactlyInAnyOrderElementsOf(CONTRACT.operationIds());
		assertThat(reactiveOperations()).extracting(OperationStatusesTests::nameOf)
			.containsExactlyInAnyOrderElementsOf(CONTRACT.operationIds());
	}

	@ParameterizedTest
	@MethodSource({ "blockingOperations", "reactiveOperations" })
	void statusesAreThoseOfTheContract(Method method) {
		assertThat(annotation(method).statuses())
			.containsExactlyElementsOf(CONTRACT.operation(nameOf(method)).statuses());
	}

	@ParameterizedTest
	@MethodSource("calls")
	void statusOutsideTheContractIsUnexpected(ContractCall call) {
		for (int status : new int[] { 302, 418, 500 }) {
			enqueueTwice(status);
			assertThatExceptionOfType(ReachUnexpectedStatusException.class)
				.isThrownBy(() -> call.blocking().apply(this.client))
				.satisfies((ex) -> {
					assertThat(ex.status()).isEqualTo(status);
					assertThat(ex.headers().getFirst("X-Trace")).isEqualTo("t1");
					assertThat(ex.text()).isEqualTo("{\"errorCode\":7}");
					assertThat(ex.errorCode()).isEqualTo(7);
				});
			Mono<?> reactive = call.reactive().apply(this.client.reactive());
			assertThatExceptionOfType(ReachUnexpectedStatusException.class).isThrownBy(reactive::block);
		}
	}

	@ParameterizedTest
	@MethodSource("calls")
	void statusWithinTheContractIsTreatedAsBefore(ContractCall call) {
		enqueueTwice(404);
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(() -> call.blocking().apply(this.client));
		Mono<?> reactive = call.reactive().apply(this.client.reactive());
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(reactive::block);
	}

	@Test
	void successOutsideTheContractIsUnexpectedToo() {
		enqueueTwice(202);
		assertThatExceptionOfType(ReachUnexpectedStatusException.class)
			.isThrownBy(() -> this.client.messaging().messagingItems().fetch("m"));
		assertThat(this.client.messaging().messagingItems().unschedule("m").errorCode()).isEqualTo(7);
	}

	private void enqueueTwice(int status) {
		MockResponse response = new MockResponse.Builder().code(status)
			.addHeader("Content-Type", "application/json")
			.addHeader("X-Trace", "t1")
			.body("{\"errorCode\":7}")
			.build();
		this.server.enqueue(response);
		this.server.enqueue(response);
	}

	private static Stream<Method> operations(Class<?>... types) {
		return Arrays.stream(types)
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Operation.class));
	}

	private static Operation annotation(Method method) {
		return Objects.requireNonNull(method.getAnnotation(Operation.class));
	}

	private static String nameOf(Method method) {
		return annotation(method).value();
	}

}
