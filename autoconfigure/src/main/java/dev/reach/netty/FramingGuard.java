package dev.reach.netty;

import java.util.Objects;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Stands in front of the HTTP codec of a connection and passes on only what
 * {@link RequestFraming} has found in order. Heads are held until they are complete,
 * bodies are passed on as they come. A malformed request is answered in its turn: after
 * the responses to the requests before it.
 */
final class FramingGuard extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(FramingGuard.class);

	private final RequestFraming framing;

	private final PendingResponses responses = new PendingResponses();

	private Phase phase = Phase.NEW;

	private @Nullable Refusal refusal;

	private @Nullable ByteBuf held;

	private boolean answered;

	private boolean starving;

	FramingGuard(HeadLimits limits) {
		this.framing = new RequestFraming(limits);
	}

	/**
	 * Put a guard in front of the codec for HTTP/1, or of what chooses the codec.
	 * @param channel the connection
	 * @param limits what the codec takes
	 */
	static void addTo(Channel channel, HeadLimits limits) {
		ChannelPipeline pipeline = channel.pipeline();
		Stream.of(NettyPipeline.H2OrHttp11Codec, NettyPipeline.H2CUpgradeHandler, NettyPipeline.HttpCodec)
			.filter((name) -> pipeline.get(name) != null)
			.findFirst()
			.ifPresent((name) -> pipeline.addBefore(name, FramingGuard.class.getName(), new FramingGuard(limits)));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		this.starving = true;
		if (this.phase == Phase.NEW) {
			begin(context);
		}
		if (this.phase == Phase.DISCARDING) {
			bytes.release();
		}
		else if (!speaksHttp1(context.pipeline())) {
			standAside(context, join(context, bytes));
		}
		else if (this.phase == Phase.PREFACE) {
			awaitPreface(context, join(context, bytes));
		}
		else {
			guard(context, bytes);
		}
	}

	private void begin(ChannelHandlerContext context) {
		ChannelPipeline pipeline = context.pipeline();
		this.phase = (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) ? Phase.PREFACE : Phase.GUARDING;
		Stream.of(HttpServerUpgradeHandler.class, HttpServerCodec.class)
			.map(pipeline::context)
			.filter(Objects::nonNull)
			.findFirst()
			.ifPresent((codec) -> watchResponses(context, codec.name()));
	}

	private void watchResponses(ChannelHandlerContext context, String codec) {
		context.pipeline().addAfter(codec, PendingResponses.class.getName(), this.responses);
		this.responses.onEnd(() -> answerInTurn(context));
	}

	// It does no longer after the server has switched to another protocol.
	private static boolean speaksHttp1(ChannelPipeline pipeline) {
		return pipeline.get(HttpServerCodec.class) != null;
	}

	private void standAside(ChannelHandlerContext context, ByteBuf bytes) {
		this.held = null;
		this.starving = false;
		if (context.pipeline().context(this.responses) != null) {
			context.pipeline().remove(this.responses);
		}
		context.pipeline().remove(this);
		context.fireChannelRead(bytes);
	}

	private void awaitPreface(ChannelHandlerContext context, ByteBuf bytes) {
		this.held = null;
		if (Http2Preface.isWholeIn(bytes)) {
			standAside(context, bytes);
		}
		else if (Http2Preface.isBegunBy(bytes)) {
			this.held = bytes;
		}
		else {
			this.phase = Phase.GUARDING;
			guard(context, bytes);
		}
	}

	private void guard(ChannelHandlerContext context, ByteBuf bytes) {
		int start = bytes.readerIndex();
		int end = start;
		try {
			while (bytes.isReadable() && !this.framing.isTooLarge()) {
				this.framing.read(bytes);
				end = this.framing.isAtBoundary() ? bytes.readerIndex() : end;
			}
		}
		catch (MalformedRequestException ex) {
			this.refusal = new Refusal(ex.rule());
		}
		if (this.refusal != null || this.framing.isTooLarge()) {
			this.phase = Phase.DISCARDING;
		}
		pass(context, bytes.readerIndex(start), end - start);
		if (this.refusal != null) {
			logger
				.debug("Refused a request of %s: %s".formatted(context.channel().remoteAddress(), this.refusal.rule()));
			answerInTurn(context);
		}
	}

	// What is held goes with the first bytes of these; the others are held.
	private void pass(ChannelHandlerContext context, ByteBuf bytes, int length) {
		if (this.phase == Phase.GUARDING && length == 0) {
			this.held = join(context, bytes);
			return;
		}
		ByteBuf before = this.held;
		ByteBuf passing = bytes.readRetainedSlice(length);
		this.held = null;
		if (this.phase == Phase.GUARDING && bytes.isReadable()) {
			this.held = bytes;
		}
		else {
			bytes.release();
		}
		if (length == 0) {
			ReferenceCountUtil.release(before);
			passing.release();
			return;
		}
		this.starving = false;
		if (before != null) {
			context.fireChannelRead(before);
		}
		context.fireChannelRead(passing);
	}

	private ByteBuf join(ChannelHandlerContext context, ByteBuf bytes) {
		ByteBuf held = this.held;
		return (held != null) ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), held, bytes) : bytes;
	}

	private void answerInTurn(ChannelHandlerContext context) {
		Refusal refusal = this.refusal;
		long before = this.framing.completed();
		if (refusal == null || this.answered || this.responses.ended() < before) {
			return;
		}
		this.answered = true;
		context.pipeline().addAfter(context.name(), ClosedOutbound.class.getName(), new ClosedOutbound());
		if (this.responses.isUnderWay()) {
			context.close();
		}
		else if (this.responses.ended() == before && !this.responses.isLast()) {
			refusal.answer(context);
		}
		else {
			context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if ((this.starving || isReadingAhead()) && !context.channel().config().isAutoRead()) {
			context.read();
		}
		this.starving = false;
		context.fireChannelReadComplete();
	}

	// To stop reading until the response has ended and to begin again are two system
	// calls. Of requests that come before their turn one is taken.
	private boolean isReadingAhead() {
		return this.phase == Phase.GUARDING && this.framing.isBetweenRequests()
				&& this.framing.completed() - this.responses.ended() <= 1;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		ReferenceCountUtil.release(this.held);
		this.held = null;
	}

	/**
	 * What is done with what arrives.
	 */
	private enum Phase {

		/**
		 * Nothing has arrived.
		 */
		NEW,

		/**
		 * It may be the beginning of HTTP/2.
		 */
		PREFACE,

		/**
		 * It is examined.
		 */
		GUARDING,

		/**
		 * It comes after something that is answered with the end of the connection.
		 */
		DISCARDING

	}

}
