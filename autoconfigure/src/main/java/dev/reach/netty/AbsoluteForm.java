package dev.reach.netty;

import java.net.InetSocketAddress;
import java.net.URI;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http.HttpUtil;

import org.springframework.util.StringUtils;

/**
 * Writes the target of a request as a proxy that forwards it wants it, see RFC 9112,
 * section 3.2.2.
 */
final class AbsoluteForm extends ChannelOutboundHandlerAdapter {

	private final String origin;

	AbsoluteForm(InetSocketAddress target) {
		this.origin = origin(HttpUtil.formatHostnameForHttp(target), target.getPort());
	}

	static String of(URI target) {
		URI uri = URI.create(target.toASCIIString());
		String path = StringUtils.hasLength(uri.getRawPath()) ? uri.getRawPath() : "/";
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		return origin(uri.getHost(), uri.getPort()) + path + query;
	}

	private static String origin(String host, int port) {
		return "http://" + ((port == -1 || port == HttpScheme.HTTP.port()) ? host : host + ":" + port);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest request && request.uri().startsWith("/")) {
			request.setUri(this.origin + request.uri());
		}
		context.write(message, promise);
	}

}
