package dev.reach.http;

/**
 * Plain HTTP through the pipeline of the client: same proxy, headers, credentials and
 * limits as the operations of the API. URIs are relative to the base URL or absolute;
 * credentials go to the configured origins only. Each response is returned whatever its
 * status, unless the request names the statuses it expects; there is an exception only
 * then, or when no response came.
 *
 * @since 0.1.0
 */
public interface HttpOperations {

	/**
	 * Send a GET request.
	 * @param uri the URI with its query, encoded
	 * @return the response, read to completion
	 */
	ReachHttpResponse get(String uri);

	/**
	 * Send a POST request.
	 * @param uri the URI with its query, encoded
	 * @param body the body
	 * @return the response, read to completion
	 */
	ReachHttpResponse post(String uri, ReachHttpBody body);

	/**
	 * Send a PUT request.
	 * @param uri the URI with its query, encoded
	 * @param body the body
	 * @return the response, read to completion
	 */
	ReachHttpResponse put(String uri, ReachHttpBody body);

	/**
	 * Send a DELETE request.
	 * @param uri the URI with its query, encoded
	 * @return the response, read to completion
	 */
	ReachHttpResponse delete(String uri);

	/**
	 * Send a request.
	 * @param request the request
	 * @return the response, read to completion
	 */
	ReachHttpResponse request(ReachHttpRequest request);

	/**
	 * Send a request and return as soon as the head of the response is there.
	 * @param request the request
	 * @return the response; its body must be read, or cancelled, which ends the exchange
	 */
	ReachHttpResponse stream(ReachHttpRequest request);

}
