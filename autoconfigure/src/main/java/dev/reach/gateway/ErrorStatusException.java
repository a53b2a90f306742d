package dev.reach.gateway;

import org.springframework.http.HttpHeaders;

/**
 * The target answered with a status from 400 on, and that is to be a failure.
 *
 * @since 0.1.0
 * @see HttpProxyHandler.Builder#failOnErrorStatus(boolean)
 */
public final class ErrorStatusException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String reason;

	private final transient HttpHeaders headers;

	ErrorStatusException(int status, String reason, HttpHeaders headers) {
		super("The target answered %d %s".formatted(status, reason));
		this.status = status;
		this.reason = reason;
		this.headers = headers;
	}

	/**
	 * Return the status code.
	 * @return the status code of the target
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the reason phrase that belongs to the status code.
	 * @return the phrase, empty for a code without one
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Return the headers.
	 * @return the headers of the target's response
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

}
