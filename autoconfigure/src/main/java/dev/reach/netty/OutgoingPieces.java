package dev.reach.netty;

import io.netty.buffer.ByteBuf;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * The body of a message on its way to Reactor Netty's {@code send}: at most 64 pieces are
 * taken before they are written. Reactor Netty asks for 128 at first, which a slow peer
 * could leave in memory, and then for 64 when as many were written.
 */
final class OutgoingPieces extends Flux<ByteBuf> {

	private static final int MOST_UNWRITTEN = 64;

	private final Flux<DataBuffer> body;

	OutgoingPieces(Flux<DataBuffer> body) {
		this.body = body;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> connection) {
		this.body.subscribe(new Taking(connection));
	}

	/**
	 * Takes the pieces for one connection.
	 */
	private static final class Taking implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super ByteBuf> connection;

		private Subscription body = Operators.emptySubscription();

		Taking(CoreSubscriber<? super ByteBuf> connection) {
			this.connection = connection;
		}

		@Override
		public Context currentContext() {
			return this.connection.currentContext();
		}

		@Override
		public void onSubscribe(Subscription body) {
			this.body = body;
			this.connection.onSubscribe(this);
		}

		@Override
		public void onNext(DataBuffer piece) {
			this.connection.onNext(NettyDataBufferFactory.toByteBuf(piece));
		}

		@Override
		public void onError(Throwable ex) {
			this.connection.onError(ex);
		}

		@Override
		public void onComplete() {
			this.connection.onComplete();
		}

		@Override
		public void request(long count) {
			this.body.request(Math.min(count, MOST_UNWRITTEN));
		}

		@Override
		public void cancel() {
			this.body.cancel();
		}

	}

}
