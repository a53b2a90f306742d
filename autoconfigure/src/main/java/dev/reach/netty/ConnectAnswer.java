package dev.reach.netty;

import java.util.List;

import dev.reach.error.ReachProxyException.Answer;
import dev.reach.proxy.ProxyChallenge;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;

/**
 * What an HTTP proxy answers when it is asked for a tunnel.
 */
final class ConnectAnswer {

	private final HttpResponse head;

	private final AnswerText text;

	ConnectAnswer(HttpResponse head) {
		this.head = head;
		this.text = AnswerText.of(head.headers().get(HttpHeaderNames.CONTENT_TYPE));
	}

	void add(HttpContent content) {
		this.text.add(ByteBufUtil.getBytes(content.content()));
	}

	boolean isInterim() {
		return this.head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
	}

	boolean isSuccess() {
		return this.head.status().codeClass() == HttpStatusClass.SUCCESS;
	}

	boolean isDemand() {
		return ProxyRefusal.isDemand(this.head.status().code());
	}

	boolean isKeepAlive() {
		return HttpUtil.isKeepAlive(this.head);
	}

	// No more of the body is kept, or needed.
	boolean isEnough() {
		return this.text.isFull() && !isSuccess() && !isDemand();
	}

	List<ProxyChallenge> challenges() {
		return ProxyChallenge.parse(this.head.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE));
	}

	Answer toAnswer() {
		HttpResponseStatus status = this.head.status();
		return new Answer(status.code(), status.reasonPhrase(), this.text.toString());
	}

}
