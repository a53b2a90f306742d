package dev.reach.gateway;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers failures with problem details, see RFC 9457. What really happened is for the
 * log. The JSON is an array of bytes, as a pooled buffer is lost if the caller goes away
 * while Spring's encoder fills it.
 */
final class ProblemErrorHandler implements GatewayErrorHandler {

	private static final Log logger = LogFactory.getLog(ProblemErrorHandler.class);

	@Override
	public Mono<ServerResponse> handle(Throwable error, ServerRequest request) {
		FailureReport report = FailureReport.of(error);
		log(report.status(), error, request);
		return ServerResponse.status(report.status())
			.headers((headers) -> headers.putAll(report.headers()))
			.bodyValue(Json.MAPPER.writeValueAsBytes(report.body()));
	}

	private static void log(HttpStatusCode status, Throwable error, ServerRequest request) {
		if (logger.isDebugEnabled()) {
			String message = describe(status, error, request);
			if (status.is5xxServerError()) {
				logger.warn(message, error);
			}
			else {
				logger.debug(message, error);
			}
		}
		else if (status.is5xxServerError()) {
			logger.warn(describe(status, error, request));
		}
	}

	private static String describe(HttpStatusCode status, Throwable error, ServerRequest request) {
		return "The gateway handler '%s' answers %d to %s %s: %s".formatted(
				request.attribute(HttpProxyHandler.HANDLER_ID).orElse("?"), status.value(), request.method(),
				request.uri().getRawPath(), error.toString().replaceAll("\\p{Cntrl}+", " "));
	}

	/**
	 * Made for the first failure, not at start-up.
	 */
	private static final class Json {

		static final JsonMapper MAPPER = JsonMapper.builder()
			.addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
			.build();

	}

}
