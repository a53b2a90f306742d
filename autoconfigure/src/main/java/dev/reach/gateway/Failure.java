package dev.reach.gateway;

import dev.reach.error.ReachCircuitOpenException;
import dev.reach.error.ReachConcurrencyLimitedException;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachConnectException;
import dev.reach.error.ReachException;
import dev.reach.error.ReachPoolException;
import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.error.ReachTimeoutException;
import dev.reach.error.ReachTimeoutException.Limit;
import dev.reach.error.ReachTlsException;
import dev.reach.error.ReachValidationException;

import org.springframework.http.HttpStatus;

/**
 * The kinds of failures as callers see them.
 */
enum Failure {

	INVALID(HttpStatus.BAD_REQUEST, "The request has a part that cannot be passed on"),

	UNREACHABLE(HttpStatus.BAD_GATEWAY, "The service behind the gateway cannot be reached"),

	PROXY(HttpStatus.BAD_GATEWAY, "The way from the gateway to the service is closed"),

	BROKEN(HttpStatus.BAD_GATEWAY, "The service behind the gateway gave no answer that can be passed on"),

	BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The gateway has as many requests under way as it may"),

	LIMITED(HttpStatus.SERVICE_UNAVAILABLE, "The gateway sends no more requests to the service for a while"),

	SUSPENDED(HttpStatus.SERVICE_UNAVAILABLE, "The service behind the gateway failed and is given time to recover"),

	LATE(HttpStatus.GATEWAY_TIMEOUT, "The service behind the gateway did not answer in time"),

	INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed to handle the request");

	private final HttpStatus status;

	private final String detail;

	Failure(HttpStatus status, String detail) {
		this.status = status;
		this.detail = detail;
	}

	HttpStatus status() {
		return this.status;
	}

	String detail() {
		return this.detail;
	}

	boolean isOnTheWay() {
		return this.status != HttpStatus.BAD_REQUEST && this.status != HttpStatus.INTERNAL_SERVER_ERROR;
	}

	static Failure of(Throwable error) {
		if (error instanceof ReachValidationException) {
			return INVALID;
		}
		if (!(error instanceof ReachException) || error instanceof ReachConfigurationException) {
			return INTERNAL;
		}
		if (error instanceof ReachTimeoutException timeout) {
			return (timeout.limit() == Limit.POOL) ? BUSY : LATE;
		}
		if (error instanceof ReachPoolException || error instanceof ReachConcurrencyLimitedException) {
			return BUSY;
		}
		if (error instanceof ReachRateLimitedException) {
			return LIMITED;
		}
		if (error instanceof ReachCircuitOpenException) {
			return SUSPENDED;
		}
		if (error instanceof ReachProxyException) {
			return PROXY;
		}
		return (error instanceof ReachConnectException || error instanceof ReachTlsException) ? UNREACHABLE : BROKEN;
	}

}
