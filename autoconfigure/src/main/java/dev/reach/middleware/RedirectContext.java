package dev.reach.middleware;

import java.net.URI;
import java.util.List;

import dev.reach.http.ReachHttpRequest;

/**
 * A redirect as a {@link RedirectPolicy} sees it.
 *
 * @param request the request that was answered with a redirect
 * @param status the status of the answer: 301, 302, 303, 307 or 308
 * @param target where it leads, an absolute http or https URI
 * @param visited where the call has been, the URI of the answer last
 * @since 0.1.0
 */
public record RedirectContext(ReachHttpRequest request, int status, URI target, List<URI> visited) {

}
