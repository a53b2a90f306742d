package dev.reach.netty;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;

/**
 * The answer to a malformed request, and the end of the connection. What the caller is
 * still sending is read for a moment, or the answer might be lost with it, see RFC 9112,
 * section 9.6.
 *
 * @param rule the rule that is broken, plain text
 */
record Refusal(String rule) {

	void answer(ChannelHandlerContext context) {
		LingeringClose.addTo(context.channel());
		context.writeAndFlush(toBytes(context)).addListener((written) -> context.close());
	}

	private ByteBuf toBytes(ChannelHandlerContext context) {
		String body = "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"%s\"}".formatted(this.rule);
		String head = """
				HTTP/1.1 400 Bad Request\r
				Content-Type: application/problem+json\r
				Content-Length: %d\r
				Connection: close\r
				\r
				""".formatted(body.length());
		return ByteBufUtil.encodeString(context.alloc(), CharBuffer.wrap(head + body), StandardCharsets.US_ASCII);
	}

}
