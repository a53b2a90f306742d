package dev.reach.netty;

import dev.reach.http.ReachHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends requests as they are, with no header of Reactor Netty's own but {@code Host}.
 *
 * @param connector a connector on Reactor Netty
 */
record ConnectorSender(ClientHttpConnector connector) implements HttpSender {

	@Override
	public Mono<ReachHttpResponse> send(OutboundMessage message) {
		return this.connector
			.connect(message.request().method(), message.request().uri(), (wire) -> write(message, wire))
			.map(ConnectorSender::response);
	}

	// Spring refuses statuses of less or more than three digits.
	private static ReachHttpResponse response(ClientHttpResponse response) {
		try {
			return ReachHttpResponse.streaming(response.getStatusCode().value(), response.getHeaders(),
					response.getBody());
		}
		catch (IllegalArgumentException ex) {
			ReachHttpResponse.streaming(HttpStatus.OK.value(), response.getHeaders(), response.getBody()).cancel();
			throw ex;
		}
	}

	private static Mono<Void> write(OutboundMessage message, ClientHttpRequest wire) {
		message.written().run();
		HttpClientRequest request = wire.getNativeRequest();
		request.requestHeaders().remove(HttpHeaderNames.USER_AGENT).remove(HttpHeaderNames.ACCEPT);
		message.fill(wire.getHeaders());
		if (!message.hasContent()) {
			return wire.setComplete();
		}
		if (message.request().body().isInMemory()) {
			return message.writeTo(wire);
		}
		if (message.isChunked()) {
			wire.getHeaders().set(HttpHeaders.TRANSFER_ENCODING, "chunked");
		}
		return wire.setComplete().then(Mono.defer(() -> stream(message, (ChannelOperations<?, ?>) request)));
	}

	// Reactor Netty would collect the body of a GET or DELETE in memory. And it reads
	// when
	// the request is sent: a target that answers before it has read all of it, or
	// instead, would not be heard.
	private static Mono<Void> stream(OutboundMessage message, ChannelOperations<?, ?> connection) {
		connection.channel().read();
		return connection.send(message.buffers().map(NettyDataBufferFactory::toByteBuf), (buffer) -> false).then();
	}

}
