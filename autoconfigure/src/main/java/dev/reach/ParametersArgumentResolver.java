package dev.reach;

import dev.reach.http.ParameterWriter;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.HttpServiceArgumentResolver;

/**
 * Resolves arguments that are sent as several named parameters. They are kept as an
 * attribute too, to be checked when the request is sent.
 *
 * @param jsonMapper writes values that are objects
 */
record ParametersArgumentResolver(JsonMapper jsonMapper) implements HttpServiceArgumentResolver {

	static final String PARAMETERS = RequestParameters.class.getName();

	@Override
	public boolean resolve(@Nullable Object argument, MethodParameter parameter, HttpRequestValues.Builder values) {
		if (!RequestParameters.class.isAssignableFrom(parameter.getParameterType())) {
			return false;
		}
		Assert.isInstanceOf(RequestParameters.class, argument,
				() -> "'%s' must not be null".formatted(parameter.getParameterName()));
		RequestParameters parameters = (RequestParameters) argument;
		parameters
			.writeTo(new ParameterWriter((name, value) -> values.addRequestParameter(name, value), this.jsonMapper));
		values.addAttribute(PARAMETERS, parameters);
		return true;
	}

}
