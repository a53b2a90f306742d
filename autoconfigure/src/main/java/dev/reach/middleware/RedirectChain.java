package dev.reach.middleware;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reach.error.ErrorResponse;
import dev.reach.error.ReachApiException;
import dev.reach.error.ReachRedirectException;
import dev.reach.error.ReachRedirectException.Reason;
import dev.reach.error.RequestLine;
import dev.reach.http.Origin;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.middleware.Location.UnusableLocationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * The redirects of one call.
 */
final class RedirectChain {

	private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

	private final Redirects settings;

	private final RedirectPolicy policy;

	private final Function<Exchange, Mono<ReachHttpResponse>> next;

	private final Set<Visit> visits = new HashSet<>();

	private final List<URI> visited = new ArrayList<>();

	private final List<Throwable> earlier = new ArrayList<>();

	RedirectChain(Redirects settings, RedirectPolicy policy, Function<Exchange, Mono<ReachHttpResponse>> next) {
		this.settings = settings;
		this.policy = policy;
		this.next = next;
	}

	Mono<ReachHttpResponse> start(Exchange exchange, Mono<ReachHttpResponse> first) {
		String cookies = this.settings.cookieJar().valueFor(exchange.request().uri());
		return first.flatMap((response) -> {
			if (isRedirect(response)) {
				ReachHttpRequest answered = answered(exchange, response);
				this.visits.add(new Visit(answered.method(), withoutFragment(answered.uri()), cookies));
			}
			return judge(exchange, response);
		});
	}

	private Mono<ReachHttpResponse> judge(Exchange exchange, ReachHttpResponse response) {
		if (!isRedirect(response)) {
			return Mono.just(end(response));
		}
		ReachHttpRequest answered = answered(exchange, response);
		this.visited.add(answered.uri());
		try {
			ReachHttpRequest redirected = redirected(answered, response);
			return (redirected != null) ? goOn(exchange, answered, response, redirected) : Mono.just(end(response));
		}
		catch (RuntimeException ex) {
			return response.giveUp().then(Mono.error(ex));
		}
	}

	private static boolean isRedirect(ReachHttpResponse response) {
		return STATUSES.contains(response.status()) && response.headers().getOrEmpty(HttpHeaders.LOCATION).size() == 1;
	}

	private static ReachHttpRequest answered(Exchange exchange, ReachHttpResponse response) {
		ReachHttpRequest request = exchange.request();
		return (response.uri() != null) ? request.mutate().uri(response.uri()).build() : request;
	}

	private @Nullable ReachHttpRequest redirected(ReachHttpRequest answered, ReachHttpResponse response) {
		int status = response.status();
		boolean resent = !RedirectedRequest.becomesGet(status, answered.method()) && !answered.body().isNone();
		if (resent && !answered.body().isReplayable()) {
			return null;
		}
		URI target = target(answered, new Location(response.headers().getOrEmpty(HttpHeaders.LOCATION).get(0)));
		boolean inClear = Origin.of(answered.uri()).isSecure() && !Origin.of(target).isSecure();
		if (resent && inClear
				|| !this.policy.follows(new RedirectContext(answered, status, target, List.copyOf(this.visited)))) {
			return null;
		}
		ReachHttpRequest redirected = RedirectedRequest.of(answered, status, target);
		check(redirected);
		return redirected;
	}

	private URI target(ReachHttpRequest answered, Location location) {
		try {
			return location.resolveAgainst(answered.uri());
		}
		catch (UnusableLocationException ex) {
			throw new ReachRedirectException(
					"%s is redirected to where it cannot go (%s); the service has to name another Location"
						.formatted(answered, ex.getMessage()),
					Reason.LOCATION, Stream.concat(this.visited.stream(), Stream.ofNullable(ex.target())).toList());
		}
	}

	private void check(ReachHttpRequest redirected) {
		URI target = redirected.uri();
		String cookies = this.settings.cookieJar().valueFor(target);
		String start = RequestLine.of(this.visited.get(0));
		List<URI> chain = Stream.concat(this.visited.stream(), Stream.of(target)).toList();
		if (!this.visits.add(new Visit(redirected.method(), withoutFragment(target), cookies))) {
			throw new ReachRedirectException(
					"The redirects of %s go round in a circle: %s is asked a second time; the service has to end them"
						.formatted(start, redirected),
					Reason.LOOP, chain);
		}
		if (chain.size() > this.settings.max() + 1) {
			throw new ReachRedirectException(
					"More than %d redirects of %s, the next to %s; raise reach.redirects.max if so many are right"
						.formatted(this.settings.max(), start, redirected),
					Reason.LIMIT, chain);
		}
	}

	private Mono<ReachHttpResponse> goOn(Exchange exchange, ReachHttpRequest answered, ReachHttpResponse response,
			ReachHttpRequest redirected) {
		this.earlier.addAll(response.earlierFailures());
		this.earlier.add(ReachApiException
			.of(ErrorResponse.withoutBody(answered.method(), answered.uri(), response.status(), response.headers())));
		boolean toOtherOrigin = !Origin.of(answered.uri()).equals(Origin.of(redirected.uri()));
		Exchange hop = exchange.redirected(redirected, toOtherOrigin);
		return response.giveUp()
			.then(Mono.defer(() -> this.next.apply(hop)))
			.doOnError((ex) -> this.earlier.forEach(ex::addSuppressed))
			.flatMap((answer) -> judge(hop, answer));
	}

	private ReachHttpResponse end(ReachHttpResponse response) {
		return response.isSuccess() ? response
				: response.after(Stream.concat(this.earlier.stream(), response.earlierFailures().stream()).toList());
	}

	private static URI withoutFragment(URI uri) {
		String text = uri.toString();
		int fragment = text.indexOf('#');
		return (fragment == -1) ? uri : URI.create(text.substring(0, fragment));
	}

	/**
	 * A request that leads to the same answer whenever it is made.
	 *
	 * @param method the method
	 * @param uri the URI without fragment
	 * @param cookies the cookies that the service has set
	 */
	private record Visit(HttpMethod method, URI uri, String cookies) {

	}

}
