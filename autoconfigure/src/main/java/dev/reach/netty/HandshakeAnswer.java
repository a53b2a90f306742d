package dev.reach.netty;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.reach.http.ReachHttpResponse;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the answer to the handshake of a WebSocket. Any but 101 is a response as to other
 * requests, except that of a large body nothing is kept. Netty does not let a server
 * choose no subprotocol, as RFC 6455 does, and so is not told of any.
 */
final class HandshakeAnswer extends ChannelInboundHandlerAdapter {

	private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";

	private static final int MAX_BODY = 64 * 1024;

	private final Set<String> offered;

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private volatile @Nullable String subProtocol;

	private @Nullable HttpResponse refusal;

	HandshakeAnswer(HttpHeaders request) {
		this.offered = request.getOrEmpty(SUB_PROTOCOL)
			.stream()
			.flatMap((value) -> Arrays.stream(value.split(",")))
			.map(String::strip)
			.collect(Collectors.toSet());
	}

	// Known as soon as the handshake is complete.
	@Nullable String subProtocol() {
		return this.subProtocol;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		if (message instanceof HttpResponse response) {
			if (response.decoderResult().isFailure() || isUpgrade(response)) {
				choose(response);
				context.fireChannelRead(message);
				context.pipeline().remove(this);
				return;
			}
			this.refusal = (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) ? response : null;
		}
		try {
			if (this.refusal != null && message instanceof HttpContent content) {
				add(context, this.refusal, content);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void choose(HttpResponse response) {
		String chosen = response.headers().get(SUB_PROTOCOL);
		if (chosen != null && this.offered.contains(chosen)) {
			this.subProtocol = chosen;
			response.headers().remove(SUB_PROTOCOL);
		}
	}

	private void add(ChannelHandlerContext context, HttpResponse head, HttpContent content) throws Exception {
		this.body.write(ByteBufUtil.getBytes(content.content()));
		if (this.body.size() > MAX_BODY || content.decoderResult().isFailure()) {
			refuse(context, head, new byte[0]);
		}
		else if (content instanceof LastHttpContent) {
			refuse(context, head, this.body.toByteArray());
		}
	}

	private void refuse(ChannelHandlerContext context, HttpResponse head, byte[] body) {
		this.refusal = null;
		HttpHeaders headers = FieldCopy.of(head.headers());
		headers.remove(HttpHeaders.TRANSFER_ENCODING);
		headers.setContentLength(body.length);
		context.fireExceptionCaught(new HandshakeRefusal(ReachHttpResponse.of(head.status().code(), headers, body)));
		context.close();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		context.read();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		HttpResponse head = this.refusal;
		if (head != null) {
			refuse(context, head, new byte[0]);
		}
		context.fireChannelInactive();
	}

	private static boolean isUpgrade(HttpResponse response) {
		return response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

}
