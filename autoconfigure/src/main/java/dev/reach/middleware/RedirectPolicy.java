package dev.reach.middleware;

import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpMethod;

/**
 * Decides which redirects are followed. What is sent then is not up to it: the method and
 * the body are those that RFC 9110, section 15.4 names, a body that can be sent only once
 * is not sent again, and nothing that is meant for one origin goes to another.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RedirectPolicy {

	/**
	 * Decide about a redirect.
	 * @param redirect the redirect
	 * @return whether it is followed; if not, the response is returned as it is
	 */
	boolean follows(RedirectContext redirect);

	/**
	 * Return the policy that follows no redirect.
	 * @return the policy
	 */
	static RedirectPolicy never() {
		return NoRedirects.INSTANCE;
	}

	/**
	 * Return the policy that follows each redirect, unless a request would be carried out
	 * a second time that may not be: a POST or PATCH is not sent again as such if it is
	 * not declared {@link ReachHttpRequest#IDEMPOTENT}.
	 * @return the policy
	 */
	static RedirectPolicy standard() {
		return (redirect) -> {
			HttpMethod method = redirect.request().method();
			boolean idempotent = !HttpMethod.POST.equals(method) && !HttpMethod.PATCH.equals(method)
					|| Boolean.TRUE.equals(redirect.request().attributes().get(ReachHttpRequest.IDEMPOTENT));
			return idempotent || RedirectedRequest.becomesGet(redirect.status(), method);
		};
	}

}
