package dev.reach.gateway;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that the gateway itself refuses.
 *
 * @since 0.1.0
 */
public final class GatewayException extends ErrorResponseException {

	/**
	 * Create a new exception.
	 * @param status the status of the response
	 * @param detail what the caller is told, without anything about the inside
	 */
	public GatewayException(HttpStatus status, String detail) {
		this(status, detail, null);
	}

	// The target would answer with what it was sent, see RFC 9110, section 9.3.8.
	static GatewayException traceNotAllowed() {
		GatewayException refusal = new GatewayException(HttpStatus.METHOD_NOT_ALLOWED, "TRACE is not passed on");
		refusal.getHeaders()
			.setAllow(Arrays.stream(HttpMethod.values())
				.filter((method) -> method != HttpMethod.TRACE)
				.collect(Collectors.toSet()));
		return refusal;
	}

	/**
	 * Create a new exception.
	 * @param status the status of the response
	 * @param detail what the caller is told, without anything about the inside
	 * @param cause the cause
	 */
	public GatewayException(HttpStatus status, String detail, @Nullable Throwable cause) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
	}

}
