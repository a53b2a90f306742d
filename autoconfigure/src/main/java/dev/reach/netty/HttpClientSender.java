package dev.reach.netty;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * Sends requests as they are, with no header of Reactor Netty's own but {@code Host}.
 *
 * @param client sends the requests
 */
record HttpClientSender(HttpClient client) implements HttpSender {

	@Override
	public Mono<ReachHttpResponse> send(OutboundMessage message) {
		return this.client.request(HttpMethod.valueOf(message.request().method().name()))
			.uri(message.request().uri())
			.send((request, outbound) -> write(message, request, outbound))
			.responseConnection((response, connection) -> Mono.just(response(response, connection)))
			.next();
	}

	// Statuses of less or more than three digits are refused.
	private static ReachHttpResponse response(HttpClientResponse received, Connection connection) {
		NettyDataBufferFactory buffers = new NettyDataBufferFactory(connection.channel().alloc());
		ReachHttpResponse response = ReachHttpResponse.streaming(received.status().code(),
				FieldCopy.of(received.responseHeaders()),
				connection.inbound().receive().map((buffer) -> buffers.wrap(buffer.retain())));
		if (response.status() < 100 || response.status() > 999) {
			response.cancel();
			throw new IllegalArgumentException("The status %d is none of HTTP".formatted(response.status()));
		}
		return response;
	}

	private static Mono<Void> write(OutboundMessage message, HttpClientRequest request, NettyOutbound outbound) {
		message.written().accept(request);
		HttpHeaders headers = request.requestHeaders()
			.remove(HttpHeaderNames.USER_AGENT)
			.remove(HttpHeaderNames.ACCEPT);
		message.fill(headers::set);
		if (!message.hasContent()) {
			return Mono.empty();
		}
		ReachHttpBody body = message.request().body();
		if (body.isInMemory()) {
			return outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body.bytes()))).then();
		}
		if (message.isChunked()) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		return stream(message, (ChannelOperations<?, ?>) request);
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
