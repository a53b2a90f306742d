package dev.reach;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reach.http.Operation;
import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Tells each request of a declared interface the name of its operation and, if others are
 * a failure, the statuses that may answer it.
 */
final class OperationNames implements HttpRequestValues.Processor {

	static final String STATUSES = Operation.class.getName() + ".statuses";

	private final boolean failOnUnexpectedStatus;

	private final Map<Method, Set<Integer>> statuses = new ConcurrentHashMap<>();

	OperationNames(boolean failOnUnexpectedStatus) {
		this.failOnUnexpectedStatus = failOnUnexpectedStatus;
	}

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder values) {
		Operation operation = method.getAnnotation(Operation.class);
		values.addAttribute(ReachHttpRequest.OPERATION, (operation != null) ? operation.value() : method.getName());
		if (operation != null && this.failOnUnexpectedStatus) {
			values.addAttribute(STATUSES, this.statuses.computeIfAbsent(method, (key) -> statuses(operation)));
		}
	}

	private static Set<Integer> statuses(Operation operation) {
		return Stream.of(operation.statuses()).flatMap(OperationNames::expand).collect(Collectors.toUnmodifiableSet());
	}

	private static Stream<Integer> expand(String status) {
		if (status.matches("[1-5]XX")) {
			int first = (status.charAt(0) - '0') * 100;
			return Stream.iterate(first, (next) -> next + 1).limit(100);
		}
		return Stream.of(Integer.valueOf(status));
	}

}
