package dev.reach.gateway;

import java.util.Set;
import java.util.TreeSet;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.RequestSigner;

import org.springframework.http.HttpHeaders;

/**
 * The headers that stay in a gateway that has credentials of its own.
 *
 * @param ofRequests those of callers that the target does not get
 * @param ofResponses those of the target that callers do not get: a target may answer
 * with what it was sent
 */
record CredentialNames(Set<String> ofRequests, Set<String> ofResponses) {

	static final CredentialNames NONE = new CredentialNames(Set.of(), Set.of());

	static CredentialNames of(CredentialHeaders credentials, RequestSigner signer) {
		Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		own.addAll(Set.of(HttpHeaders.AUTHORIZATION, AuthScheme.API_USER, AuthScheme.API_KEY));
		own.addAll(credentials.headerNames());
		own.addAll(signer.headerNames());
		Set<String> all = new TreeSet<>(own);
		all.add(HttpHeaders.COOKIE);
		return new CredentialNames(all, own);
	}

}
