package dev.reach.netty;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
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
		HttpHeaders headers = request.requestHeaders()
			.remove(HttpHeaderNames.USER_AGENT)
			.remove(HttpHeaderNames.ACCEPT);
		message.fill(headers::set);
		if (!message.hasContent()) {
			return Mono.empty();
		}
		ChannelOperations<?, ?> connection = (ChannelOperations<?, ?>) request;
		ReachHttpBody body = message.request().body();
		if (body.isInMemory()) {
			return connection.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body.bytes()))).then();
		}
		if (message.isChunked()) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		return stream(message, connection);
	}

	// Reactor Netty would collect the body of a GET or DELETE in memory. And it reads
	// when the request is sent: a target that answers before it has read all of it, or
	// instead, would not be heard.
	private static Mono<Void> stream(OutboundMessage message, ChannelOperations<?, ?> connection) {
		return Mono.defer(() -> {
			connection.channel().read();
			return connection.send(message.buffers().map(NettyDataBufferFactory::toByteBuf), (buffer) -> false).then();
		});
	}

}
