package dev.reach.error;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The service answered, but not with success.
 *
 * @since 0.1.0
 */
public class ReachApiException extends ReachException {

	private static final int MAX_DESCRIPTION = 200;

	private final ErrorResponse response;

	/**
	 * Create a new exception.
	 * @param response the response
	 */
	public ReachApiException(ErrorResponse response) {
		super(describe(response), null, deliveryOf(response));
		this.response = response;
	}

	/**
	 * Create the exception that fits the status of a response: 401 and 403, 404, 429, and
	 * 5xx have their own subclass.
	 * @param response the response
	 * @return the exception
	 */
	public static ReachApiException of(ErrorResponse response) {
		return switch (response.status()) {
			case 401, 403 -> new ReachAuthenticationException(response);
			case 404 -> new ReachNotFoundException(response);
			case 429 -> new ReachTooManyRequestsException(response);
			default ->
				(response.status() >= 500) ? new ReachServerException(response) : new ReachApiException(response);
		};
	}

	/**
	 * Return the HTTP status code.
	 * @return the status
	 */
	public int status() {
		return this.response.status();
	}

	/**
	 * Return the error code of the service.
	 * @return the code, or {@code null} if the response had none
	 */
	public @Nullable Integer errorCode() {
		return this.response.body().errorCode();
	}

	/**
	 * Return the description of the service.
	 * @return the description, or {@code null} if the response had none
	 */
	public @Nullable String errorMessage() {
		return this.response.body().errorMessage();
	}

	/**
	 * Return a link to the documentation of the error.
	 * @return the link, or {@code null} if the response had none
	 */
	public @Nullable String moreInfo() {
		return this.response.body().moreInfo();
	}

	/**
	 * Return further details.
	 * @return the details, empty if the response had none
	 */
	public Map<String, Object> errorDetails() {
		Map<String, Object> details = this.response.body().errorDetails();
		return (details != null) ? details : Map.of();
	}

	/**
	 * Return the headers of the response.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.response.headers();
	}

	/**
	 * Return the body of the response as it came.
	 * @return the text, empty if there was none
	 */
	public String text() {
		return this.response.text();
	}

	private static Delivery deliveryOf(ErrorResponse response) {
		int status = response.status();
		boolean refused = status >= 400 && status < 500 && status != 408;
		boolean deferred = status == 503 && response.headers().containsHeader(HttpHeaders.RETRY_AFTER);
		return (refused || deferred) ? Delivery.NOT_SENT : Delivery.UNKNOWN;
	}

	private static String describe(ErrorResponse response) {
		StringBuilder message = new StringBuilder(response.toString());
		ErrorBody body = response.body();
		if (body.errorCode() != null) {
			message.append(", error ").append(body.errorCode());
		}
		if (body.errorMessage() != null) {
			message.append(": ").append(oneLine(body.errorMessage()));
		}
		return message.toString();
	}

	private static String oneLine(String text) {
		String line = text.replaceAll("\\p{Cntrl}+", " ");
		return (line.length() <= MAX_DESCRIPTION) ? line : line.substring(0, MAX_DESCRIPTION) + "…";
	}

}
