package dev.reach.netty;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import dev.reach.error.ReachProxyException.Answer;
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

/**
 * Lets data through when an HTTP proxy has made a tunnel to the target, see RFC 9110,
 * section 9.3.6. A demand for authentication is answered on the same connection where the
 * proxy keeps it open.
 */
final class ConnectGate extends ProxyGate {

	private final HttpClientCodec codec = new HttpClientCodec();

	private final String target;

	private final ProxyAuthorization.Attempt attempt;

	private @Nullable HttpResponse response;

	private AnswerText text = AnswerText.of(null);

	private boolean answering;

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
		this.attempt.header()
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
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
			refused(context, List.of());
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
			refused(context, List.of());
		}
	}

	private void challenged(ChannelHandlerContext context, HttpResponse head) {
		List<ProxyChallenge> challenges = ProxyChallenge
			.parse(head.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE));
		this.answering = true;
		this.attempt.answer(challenges)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe(
					(header) -> context.executor()
						.execute(() -> askAgain(context, header.orElse(null), head, challenges)),
					(ex) -> context.executor().execute(() -> failToAnswer(context, ex)));
	}

	private void askAgain(ChannelHandlerContext context, @Nullable String authorization, HttpResponse head,
			List<ProxyChallenge> challenges) {
		this.answering = false;
		if (authorization == null) {
			refused(context, challenges);
		}
		else if (HttpUtil.isKeepAlive(head) && context.channel().isActive()) {
			ask(context, authorization);
		}
		else {
			this.attempt.remember();
			fail(context,
					new ProxyFailure("closed the connection with its demand for authentication", null, answer(), true));
		}
	}

	// The proxy may close the connection while its demand is being answered.
	@Override
	void ended(ChannelHandlerContext context, String what, @Nullable Throwable cause) {
		if (!this.answering) {
			super.ended(context, what, cause);
		}
	}

	private void refused(ChannelHandlerContext context, List<ProxyChallenge> challenges) {
		Answer answer = answer();
		if (answer != null) {
			fail(context, new ProxyRefusal(route().proxy(), answer, challenges).describe(), null);
		}
	}

	private void failToAnswer(ChannelHandlerContext context, Throwable ex) {
		fail(context, "was not answered: the ProxyAuthenticator failed with " + ex.getClass().getSimpleName(), ex);
	}

	@Override
	@Nullable Answer answer() {
		HttpResponse head = this.response;
		return (head != null) ? new Answer(head.status().code(), head.status().reasonPhrase(), this.text.toString())
				: null;
	}

	private static boolean isChallenge(HttpResponse head) {
		return ProxyRefusal.isChallenge(head.status().code());
	}

	private static boolean isSuccess(HttpResponse head) {
		return head.status().codeClass() == HttpStatusClass.SUCCESS;
	}

}
