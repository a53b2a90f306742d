package dev.reach.peers;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link RequiresProgram} asks for.
 */
class RequiresProgramCondition implements ExecutionCondition {

	private static final String PROPERTY = "reach.test.real-peers";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		List<Program> missing = AnnotationSupport.findAnnotation(context.getTestClass(), RequiresProgram.class)
			.map((annotation) -> Stream.of(annotation.value()))
			.orElseGet(Stream::empty)
			.filter((program) -> program.find().isEmpty())
			.toList();
		return evaluate(missing, "required".equals(System.getProperty(PROPERTY)));
	}

	static ConditionEvaluationResult evaluate(List<Program> missing, boolean required) {
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("All programs are installed");
		}
		String reason = missing.get(0) + " is not installed";
		if (required) {
			throw new IllegalStateException("%s, and %s=required".formatted(reason, PROPERTY));
		}
		return ConditionEvaluationResult.disabled(reason);
	}

}
