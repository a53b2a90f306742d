package dev.reach.gateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachRateLimitedException;
import reactor.core.Exceptions;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

/**
 * What the caller is told of a failure: nothing that the exception says, but what kind it
 * is of.
 *
 * @param status the status
 * @param headers the headers
 * @param body the content, to be written as JSON
 */
record FailureReport(HttpStatusCode status, HttpHeaders headers, Object body) {

	static FailureReport of(Throwable thrown) {
		Throwable error = Exceptions.unwrap(thrown);
		if (error instanceof ErrorResponse response) {
			return ofResponse(response);
		}
		return (error instanceof ErrorStatusException ex) ? ofStatus(ex) : ofKind(Failure.of(error), error);
	}

	private static FailureReport ofResponse(ErrorResponse response) {
		HttpHeaders headers = HttpHeaders.copyOf(response.getHeaders());
		headers.remove(HttpHeaders.CONTENT_LENGTH);
		headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return new FailureReport(response.getStatusCode(), closing(response.getStatusCode(), headers),
				response.getBody());
	}

	private static FailureReport ofStatus(ErrorStatusException ex) {
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("title", "External API Error");
		body.put("status", ex.status());
		body.put("message", ex.reason());
		return new FailureReport(HttpStatus.INTERNAL_SERVER_ERROR, headers, body);
	}

	private static FailureReport ofKind(Failure failure, Throwable error) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(failure.status(), failure.detail());
		if (failure.isOnTheWay() && error instanceof ReachException ex) {
			problem.setProperty("delivery", ex.delivery().name());
		}
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (failure.status() == HttpStatus.SERVICE_UNAVAILABLE) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds(error)));
		}
		return new FailureReport(failure.status(), closing(failure.status(), headers), problem);
	}

	private static long retryAfterSeconds(Throwable error) {
		Duration wait = null;
		if (error instanceof ReachCircuitOpenException ex) {
			wait = ex.retryAfter();
		}
		else if (error instanceof ReachRateLimitedException ex) {
			wait = ex.retryAfter();
		}
		return (wait != null) ? Math.max(1, wait.plusMillis(999).toSeconds()) : 1;
	}

	// What is left of such a request on the connection is of no use, and may be a lot.
	private static HttpHeaders closing(HttpStatusCode status, HttpHeaders headers) {
		if (status.value() == 400 || status.value() == 408 || status.value() == 413) {
			headers.setConnection("close");
		}
		return headers;
	}

}
