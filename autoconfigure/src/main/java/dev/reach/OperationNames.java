package dev.reach;

import java.lang.reflect.Method;

import dev.reach.http.Operation;
import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.service.invoker.HttpRequestValues;

/**
 * Tells each request of a declared interface the name of its operation.
 */
final class OperationNames implements HttpRequestValues.Processor {

	@Override
	public void process(Method method, MethodParameter[] parameters, @Nullable Object[] arguments,
			HttpRequestValues.Builder values) {
		Operation operation = method.getAnnotation(Operation.class);
		values.addAttribute(ReachHttpRequest.OPERATION, (operation != null) ? operation.value() : method.getName());
	}

}
