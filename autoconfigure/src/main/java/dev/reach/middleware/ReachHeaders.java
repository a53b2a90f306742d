package dev.reach.middleware;

import java.util.ArrayList;
import java.util.List;

import dev.reach.http.HeaderRules;
import dev.reach.http.ReachHttpRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The headers that a client puts on each request unless the request has them already.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class ReachHeaders {

	private final HttpHeaders headers;

	private ReachHeaders(HttpHeaders headers) {
		this.headers = HttpHeaders.readOnlyHttpHeaders(headers);
	}

	/**
	 * Return what the service expects from a client: {@code Accept}, {@code User-Agent}
	 * and {@code X-Reach-Client}.
	 * @param userAgentExtensions product tokens to add to the {@code User-Agent}
	 * @return the headers
	 */
	public static ReachHeaders standard(List<String> userAgentExtensions) {
		HttpHeaders headers = new HttpHeaders();
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		ReachHeaders standard = new ReachHeaders(headers).with("X-Reach-Client", "spring-" + UserAgent.VERSION);
		return standard.with(HttpHeaders.USER_AGENT, UserAgent.of(userAgentExtensions));
	}

	/**
	 * Return no headers.
	 * @return no headers
	 */
	public static ReachHeaders none() {
		return new ReachHeaders(new HttpHeaders());
	}

	/**
	 * Return these headers and one more, which replaces one of the same name.
	 * @param name the name, a token as in RFC 9110, section 5.6.2
	 * @param value the value, printable ASCII
	 * @return a copy
	 */
	public ReachHeaders with(String name, String value) {
		HeaderRules.requireName(name);
		HeaderRules.requireValue(name, value);
		HttpHeaders copy = HttpHeaders.copyOf(this.headers);
		copy.set(name, value);
		return new ReachHeaders(copy);
	}

	void applyTo(ReachHttpRequest.Builder request) {
		if (!this.headers.isEmpty()) {
			request.headers((target) -> this.headers.forEach((name, values) -> {
				if (!target.containsHeader(name)) {
					target.put(name, new ArrayList<>(values));
				}
			}));
		}
	}

	/**
	 * Return the names; values may be secret.
	 */
	@Override
	public String toString() {
		return "ReachHeaders" + this.headers.headerNames();
	}

}
