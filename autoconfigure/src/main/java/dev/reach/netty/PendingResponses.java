package dev.reach.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Watches the responses that a server gives on a connection, so that an answer of the
 * guard neither overtakes one nor gets into the middle of one.
 */
final class PendingResponses extends ChannelOutboundHandlerAdapter {

	private Runnable onEnd = () -> {
	};

	private boolean interim;

	private boolean underWay;

	private boolean last;

	private long ended;

	void onEnd(Runnable action) {
		this.onEnd = action;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.interim = isInterim(response.status());
			this.underWay = !this.interim;
			this.last = !this.interim && !HttpUtil.isKeepAlive(response);
		}
		boolean end = message instanceof LastHttpContent && !this.interim;
		context.write(message, promise);
		if (end) {
			this.underWay = false;
			this.ended++;
			this.onEnd.run();
		}
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL
				&& !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

	/**
	 * Return whether a response has begun and not ended.
	 * @return whether it has
	 */
	boolean isUnderWay() {
		return this.underWay;
	}

	/**
	 * Return whether a response has said that the server closes the connection.
	 * @return whether it has
	 */
	boolean isLast() {
		return this.last;
	}

	/**
	 * Return how many responses have ended, without interim ones.
	 * @return the number
	 */
	long ended() {
		return this.ended;
	}

}
