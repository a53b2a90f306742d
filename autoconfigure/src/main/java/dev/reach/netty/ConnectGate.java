package dev.reach.netty;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

import dev.reach.error.ReachProxyException.Answer;
import dev.reach.netty.ProxyDemand.Answered;
import dev.reach.proxy.ProxyAuthorization;
import dev.reach.proxy.ProxyChallenge;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets data through when an HTTP proxy has made a tunnel to the target, see RFC 9110,
 * section 9.3.6. A demand for authentication is answered on the same connection where the
 * proxy keeps it open.
 */
final class ConnectGate extends ProxyGate {

	private final HttpClientCodec codec = new HttpClientCodec();

	private final String target;

	private ProxyAuthorization.Attempt attempt;

	private @Nullable HttpResponse response;

	private AnswerText text = AnswerText.of(null);

	private List<ProxyChallenge> challenges = List.of();

	private @Nullable ProxyDemand demand;

	ConnectGate(ProxyRoute route, InetSocketAddress target) {
		super(route);
		this.target = HttpUtil.formatHostnameForHttp(target) + ":" + target.getPort();
		this.attempt = route.attempt(HttpMethod.CONNECT.name(), this.target);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.pipeline().addBefore(context.name(), null, this.codec);
	}

	@Override
	void begin(ChannelHandlerContext context) {
		Answered answered = ProxyDemand.answered(context.channel());
		if (answered != null) {
			this.attempt = answered.attempt();
			ask(context, answered.header());
			return;
		}
		this.attempt.header()
			.singleOptional()
			.subscribe((header) -> context.executor().execute(() -> ask(context, header.orElse(null))),
					(ex) -> context.executor().execute(() -> failToAnswer(context, ex)));
	}

	private void ask(ChannelHandlerContext context, @Nullable String authorization) {
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT, this.target,
				Unpooled.EMPTY_BUFFER);
		request.headers().set(HttpHeaderNames.HOST, this.target);
		if (authorization != null) {
			request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, authorization);
		}
		context.writeAndFlush(request).addListener((written) -> {
			if (!written.isSuccess()) {
				fail(context, describe(written.cause()), written.cause());
			}
		});
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (isDone()) {
			ReferenceCountUtil.release(message);
			return;
		}
		try {
			read(context, message);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void read(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse head) {
			this.response = head;
			this.text = AnswerText.of(head.headers().get(HttpHeaderNames.CONTENT_TYPE));
			if (head.decoderResult().isFailure()) {
				this.response = null;
				fail(context, "answers with something that is not HTTP; does it expect TLS? Then its URL begins with "
						+ "https://", null);
				return;
			}
		}
		if (message instanceof HttpContent content) {
			this.text.add(ByteBufUtil.getBytes(content.content()));
		}
		HttpResponse head = this.response;
		if (head != null && message instanceof LastHttpContent) {
			answered(context, head);
		}
		else if (head != null && this.text.isFull() && !isChallenge(head) && !isSuccess(head)) {
			refused(context);
		}
	}

	private void answered(ChannelHandlerContext context, HttpResponse head) {
		if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
			return;
		}
		if (isSuccess(head)) {
			this.attempt.remember();
			context.pipeline().remove(this.codec);
			open(context);
		}
		else if (isChallenge(head)) {
			challenged(context, head);
		}
		else {
			refused(context);
		}
	}

	private void challenged(ChannelHandlerContext context, HttpResponse head) {
		this.challenges = ProxyChallenge.parse(head.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE));
		Mono<String> answer = this.attempt.answer(this.challenges).cache();
		this.demand = new ProxyDemand(this.attempt, answer);
		if (HttpUtil.isKeepAlive(head)) {
			answer.singleOptional()
				.subscribe((header) -> context.executor().execute(() -> answer(context, header.orElse(null))),
						(ex) -> context.executor().execute(() -> failToAnswer(context, ex)));
		}
		else {
			refused(context);
		}
	}

	private void answer(ChannelHandlerContext context, @Nullable String authorization) {
		this.demand = null;
		if (authorization != null) {
			this.response = null;
			ask(context, authorization);
		}
		else {
			refused(context);
		}
	}

	// The proxy has closed the connection in its answer, or while its demand is being
	// answered.
	@Override
	void ended(ChannelHandlerContext context, String what, @Nullable Throwable cause) {
		if (this.response != null && !isSuccess(this.response)) {
			refused(context);
		}
		else {
			super.ended(context, what, cause);
		}
	}

	private void refused(ChannelHandlerContext context) {
		HttpResponse head = Objects.requireNonNull(this.response);
		Answer answer = answer(head);
		fail(context, new ProxyFailure(new ProxyRefusal(route().proxy(), answer, this.challenges).describe(), null,
				answer, this.demand));
	}

	private void failToAnswer(ChannelHandlerContext context, Throwable ex) {
		fail(context, ProxyRefusal.unanswered(ex), ex);
	}

	@Override
	@Nullable Answer answer() {
		return (this.response != null) ? answer(this.response) : null;
	}

	private Answer answer(HttpResponse head) {
		return new Answer(head.status().code(), head.status().reasonPhrase(), this.text.toString());
	}

	private static boolean isChallenge(HttpResponse head) {
		return ProxyRefusal.isChallenge(head.status().code());
	}

	private static boolean isSuccess(HttpResponse head) {
		return head.status().codeClass() == HttpStatusClass.SUCCESS;
	}

}
