package dev.reach.netty;

import io.netty.channel.ChannelHandlerContext;

/**
 * Lets requests through as soon as the proxy is connected: it reads them itself and
 * forwards them.
 */
final class ForwardGate extends ProxyGate {

	ForwardGate(ProxyRoute route) {
		super(route);
	}

	@Override
	void begin(ChannelHandlerContext context) {
		open(context);
	}

}
