package dev.reach.netty;

import java.net.InetSocketAddress;

import dev.reach.netty.ProxyDemand.Answered;
import dev.reach.proxy.ProxyAuthorization;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
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

	private @Nullable ConnectAnswer answer;

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
		try {
			if (!isDone()) {
				read(context, message);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void read(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse head) {
			if (head.decoderResult().isFailure()) {
				fail(context, "answers with something that is not HTTP; does it expect TLS? Then its URL begins with "
						+ "https://", null);
				return;
			}
			this.answer = new ConnectAnswer(head);
		}
		ConnectAnswer answer = this.answer;
		if (answer != null && message instanceof HttpContent content) {
			answer.add(content);
			if (message instanceof LastHttpContent) {
				answered(context, answer);
			}
			else if (answer.isEnough()) {
				refused(context, answer, null);
			}
		}
	}

	private void answered(ChannelHandlerContext context, ConnectAnswer answer) {
		if (answer.isSuccess()) {
			this.attempt.remember();
			context.pipeline().remove(this.codec);
			open(context);
		}
		else if (answer.isDemand()) {
			meet(context, answer);
		}
		else if (!answer.isInterim()) {
			refused(context, answer, null);
		}
	}

	private void meet(ChannelHandlerContext context, ConnectAnswer demand) {
		Mono<String> header = this.attempt.answer(demand.challenges()).cache();
		this.demand = new ProxyDemand(this.attempt, header);
		if (demand.isKeepAlive()) {
			header.singleOptional()
				.subscribe((value) -> context.executor().execute(() -> askAgain(context, value.orElse(null), demand)),
						(ex) -> context.executor().execute(() -> failToAnswer(context, ex)));
		}
		else {
			refused(context, demand, this.demand);
		}
	}

	private void askAgain(ChannelHandlerContext context, @Nullable String authorization, ConnectAnswer demand) {
		this.demand = null;
		if (authorization != null) {
			this.answer = null;
			ask(context, authorization);
		}
		else {
			refused(context, demand, null);
		}
	}

	// The proxy has closed the connection in its answer, or while its demand is being
	// met.
	@Override
	void ended(ChannelHandlerContext context, String what, @Nullable Throwable cause) {
		if (this.answer != null && !this.answer.isSuccess()) {
			refused(context, this.answer, this.demand);
		}
		else {
			super.ended(context, what, cause);
		}
	}

	private void refused(ChannelHandlerContext context, ConnectAnswer answer, @Nullable ProxyDemand demand) {
		ProxyRefusal refusal = new ProxyRefusal(route().proxy(), answer.toAnswer(), answer.challenges());
		fail(context, new ProxyFailure(refusal.describe(), null, refusal.answer(), demand));
	}

	private void failToAnswer(ChannelHandlerContext context, Throwable ex) {
		fail(context, ProxyRefusal.unanswered(ex), ex);
	}

}
