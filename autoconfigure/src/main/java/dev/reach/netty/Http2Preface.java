package dev.reach.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;

/**
 * The beginning of a connection with HTTP/2 and prior knowledge, see RFC 9113, section
 * 3.4.
 */
final class Http2Preface {

	private Http2Preface() {
	}

	static boolean isBegunBy(ByteBuf bytes) {
		ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
		int length = Math.min(bytes.readableBytes(), preface.readableBytes());
		return ByteBufUtil.equals(bytes, bytes.readerIndex(), preface, preface.readerIndex(), length);
	}

	static boolean isWholeIn(ByteBuf bytes) {
		return isBegunBy(bytes) && bytes.readableBytes() >= Http2CodecUtil.connectionPrefaceBuf().readableBytes();
	}

}
