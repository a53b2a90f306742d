package dev.reach.netty;

import java.util.List;

import dev.reach.error.ReachProxyException;
import dev.reach.error.ReachProxyException.Answer;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import dev.reach.proxy.ProxyAuthorization;
import dev.reach.proxy.ProxyChallenge;
import dev.reach.proxy.ReachProxy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;

/**
 * Sends requests that a proxy forwards. A demand for authentication is answered, for the
 * proxy has not forwarded the request then.
 */
final class ForwardingHttpClient implements ReachHttpClient {

	private final ReachHttpClient client;

	private final ProxyRoute route;

	ForwardingHttpClient(ReachHttpClient client, ProxyRoute route) {
		this.client = client;
		this.route = route;
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> {
			RequestProgress.of(request).notYetWritten();
			ProxyAuthorization.Attempt attempt = this.route.attempt(request.method().name(),
					AbsoluteForm.of(request.uri()));
			return attempt.header()
				.onErrorMap((ex) -> unanswered(request, ex))
				.singleOptional()
				.flatMap((header) -> send(request, attempt, header.orElse(null)));
		});
	}

	private Mono<ReachHttpResponse> send(ReachHttpRequest request, ProxyAuthorization.Attempt attempt,
			@Nullable String authorization) {
		ReachHttpRequest forwarded = (authorization != null)
				? request.mutate().header(HttpHeaders.PROXY_AUTHORIZATION, authorization).build() : request;
		return this.client.exchange(forwarded).flatMap((response) -> {
			if (ProxyRefusal.isDemand(response.status())) {
				return challenged(request, attempt, response);
			}
			attempt.remember();
			return Mono.just(response);
		});
	}

	private Mono<ReachHttpResponse> challenged(ReachHttpRequest request, ProxyAuthorization.Attempt attempt,
			ReachHttpResponse response) {
		List<ProxyChallenge> challenges = ProxyChallenge
			.parse(response.headers().getOrEmpty(HttpHeaders.PROXY_AUTHENTICATE));
		Mono<String> answered = attempt.answer(challenges)
			.doOnError((ex) -> response.cancel())
			.onErrorMap((ex) -> unanswered(request, ex));
		return answered.singleOptional().flatMap((answer) -> {
			if (answer.isEmpty()) {
				return refused(request, response, challenges, "");
			}
			if (!request.body().isReplayable()) {
				attempt.remember();
				return refused(request, response, challenges,
						"; the body cannot be repeated, another call will answer the demand at once");
			}
			return response.discard().then(send(request, attempt, answer.get()));
		});
	}

	private Mono<ReachHttpResponse> refused(ReachHttpRequest request, ReachHttpResponse response,
			List<ProxyChallenge> challenges, String remark) {
		AnswerText text = AnswerText.of(response.headers().getFirst(HttpHeaders.CONTENT_TYPE));
		return response.body()
			.doOnNext((buffer) -> text.add(bytes(buffer)))
			.takeUntil((buffer) -> text.isFull())
			.then()
			.onErrorComplete()
			.then(Mono.error(() -> {
				Answer answer = new Answer(response.status(), response.reason(), text.toString());
				ReachProxy proxy = this.route.proxy();
				return new TransportFailure(request, false, proxy).proxyFailure(proxy,
						new ProxyRefusal(proxy, answer, challenges).describe() + remark, null, answer);
			}));
	}

	private ReachProxyException unanswered(ReachHttpRequest request, Throwable ex) {
		ReachProxy proxy = this.route.proxy();
		return new TransportFailure(request, false, proxy).proxyFailure(proxy, ProxyRefusal.unanswered(ex), ex, null);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

}
