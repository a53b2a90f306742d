package dev.reach;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.reach.error.Violations;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.RequestParameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/**
 * Turns the values of a declared operation into a request, after checking them.
 */
final class RequestValuesMapper {

	private final RequestBodyMapper bodies;

	private final Clock clock;

	private final UriBuilderFactory uriBuilderFactory = new DefaultUriBuilderFactory();

	private final Map<String, URI> fixedUris = new ConcurrentHashMap<>();

	RequestValuesMapper(JsonMapper jsonMapper, Clock clock) {
		this.bodies = new RequestBodyMapper(jsonMapper);
		this.clock = clock;
	}

	ReachHttpRequest map(HttpRequestValues values) {
		validate(values);
		ReachHttpRequest.Builder request = ReachHttpRequest
			.builder(Objects.requireNonNull(values.getHttpMethod(), "The operation has no HTTP method"), uri(values))
			.headers((headers) -> headers.putAll(values.getHeaders()));
		this.bodies.map(values, request);
		values.getAttributes().forEach(request::attribute);
		if (values.getAttributes().get(OperationNames.STATUSES) instanceof Set<?> statuses) {
			request.expectedStatuses(statuses(statuses));
		}
		if (!values.getCookies().isEmpty()) {
			request.headers((headers) -> values.getCookies()
				.forEach((name, cookies) -> cookies
					.forEach((cookie) -> headers.add(HttpHeaders.COOKIE, name + "=" + cookie))));
		}
		if (values.getUri() == null) {
			request.attribute(ReachHttpRequest.URI_TEMPLATE, pathTemplate(values));
		}
		return request.build();
	}

	@SuppressWarnings("unchecked")
	private static Set<Integer> statuses(Set<?> statuses) {
		return (Set<Integer>) statuses;
	}

	private void validate(HttpRequestValues values) {
		if (values.getAttributes().get(ParametersArgumentResolver.PARAMETERS) instanceof RequestParameters parameters) {
			Violations violations = new Violations();
			parameters.validate(violations, this.clock);
			violations.throwIfAny(parameters.getClass().getSimpleName());
		}
	}

	private URI uri(HttpRequestValues values) {
		if (values.getUri() != null) {
			return values.getUri();
		}
		String template = template(values);
		if (template.indexOf('{') == -1) {
			return this.fixedUris.computeIfAbsent(template, URI::create);
		}
		String path = pathTemplate(values);
		Violations violations = new Violations();
		values.getUriVariables().forEach((name, value) -> {
			if (path.contains("{" + name + "}")) {
				violations.check(name, value, isSegment(value), "must be a path segment: not empty, '.' or '..'");
			}
		});
		violations.throwIfAny(path);
		return uriBuilderFactory(values).expand(template, values.getUriVariables());
	}

	private UriBuilderFactory uriBuilderFactory(HttpRequestValues values) {
		UriBuilderFactory given = values.getUriBuilderFactory();
		return (given != null) ? given : this.uriBuilderFactory;
	}

	private static boolean isSegment(@Nullable String value) {
		return value != null && !value.isBlank() && !value.equals(".") && !value.equals("..");
	}

	private static String template(HttpRequestValues values) {
		return (values.getUriTemplate() != null) ? values.getUriTemplate() : "";
	}

	private static String pathTemplate(HttpRequestValues values) {
		String template = template(values);
		int query = template.indexOf('?');
		return (query != -1) ? template.substring(0, query) : template;
	}

}
