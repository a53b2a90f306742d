package dev.reach.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Collects the octets of a line until its end, which is CR LF and nothing else.
 */
final class LineReader implements ByteProcessor {

	private final StringBuilder line = new StringBuilder();

	private int limit;

	private Progress progress = Progress.MORE;

	private boolean afterReturn;

	/**
	 * Read on.
	 * @param bytes what has arrived; what belongs to the line is consumed
	 * @param limit how many characters the line may have
	 * @return whether the line is complete now
	 */
	Progress read(ByteBuf bytes, int limit) {
		this.limit = limit;
		this.progress = Progress.MORE;
		int last = bytes.forEachByte(this);
		bytes.readerIndex((last != -1) ? last + 1 : bytes.writerIndex());
		return this.progress;
	}

	@Override
	public boolean process(byte octet) {
		if (this.afterReturn) {
			MalformedRequestException.require(octet == '\n', "A carriage return must be followed by a line feed");
			this.afterReturn = false;
			this.progress = Progress.COMPLETE;
		}
		else if (octet == '\r') {
			this.afterReturn = true;
		}
		else {
			MalformedRequestException.require(octet != '\n', "A line feed must follow a carriage return");
			append((char) (octet & 0xff));
		}
		return this.progress == Progress.MORE;
	}

	private void append(char octet) {
		if (this.line.length() < this.limit) {
			this.line.append(octet);
		}
		else {
			this.progress = Progress.TOO_LONG;
		}
	}

	CharSequence line() {
		return this.line;
	}

	void next() {
		this.line.setLength(0);
	}

	/**
	 * How far a line is.
	 */
	enum Progress {

		/**
		 * The bytes have ended before the line.
		 */
		MORE,

		/**
		 * The end of the line has been read.
		 */
		COMPLETE,

		/**
		 * The line has more characters than it may.
		 */
		TOO_LONG

	}

}
