package dev.reach.credential;

import java.util.Set;

import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Signs requests. It is the last to change a request, so what it reads is what is sent;
 * it is asked anew for each attempt, and for requests to the configured origins only.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestSigner {

	/**
	 * Signs nothing.
	 */
	RequestSigner NONE = (request) -> Mono.just(request); // Mono::just would load Mono

	/**
	 * The header that holds the signature, unless it is set.
	 */
	String SIGNATURE_HEADER = "ApiSignature";

	/**
	 * The header that holds the nonce, unless it is set.
	 */
	String NONCE_HEADER = "ApiNonce";

	/**
	 * Sign a request.
	 * @param request the request as it will be sent, credentials included
	 * @return the request with its signature; neither URI nor body may be changed. An
	 * error ends the attempt before anything is sent
	 */
	Mono<ReachHttpRequest> sign(ReachHttpRequest request);

	/**
	 * Return which headers the signature travels in. The gateway keeps those that a
	 * caller sends from the target, and those of the target's response from the caller.
	 * @return the names, by default {@value #SIGNATURE_HEADER} and {@value #NONCE_HEADER}
	 */
	default Set<String> headerNames() {
		return Set.of(SIGNATURE_HEADER, NONCE_HEADER);
	}

	/**
	 * Return a signer with the usual headers.
	 * @param apiSecret the secret, Base64
	 * @return the signer
	 * @throws ReachConfigurationException if the secret cannot be used
	 * @see #hmac(String, String, String)
	 */
	static RequestSigner hmac(String apiSecret) {
		return hmac(apiSecret, SIGNATURE_HEADER, NONCE_HEADER);
	}

	/**
	 * Return a signer that keeps to what the request says: the signature is the Base64 of
	 * the HMAC-SHA512 (RFC 2104) of the path followed by the SHA-256 of nonce and body.
	 * The path is the one that is sent, encoded, without host and query; the nonce is a
	 * decimal number, larger than any other of this process. It replaces headers of the
	 * same names. A body that can be sent only once cannot be signed: the request then
	 * fails with {@link dev.reach.error.ReachValidationException} and nothing is sent.
	 * @param apiSecret the secret, Base64
	 * @param signatureHeader the header that holds the signature
	 * @param nonceHeader the header that holds the nonce
	 * @return the signer; its string form does not show the secret
	 * @throws ReachConfigurationException if the secret or the names cannot be used
	 */
	static RequestSigner hmac(String apiSecret, String signatureHeader, String nonceHeader) {
		return new HmacRequestSigner(apiSecret, signatureHeader, nonceHeader);
	}

}
