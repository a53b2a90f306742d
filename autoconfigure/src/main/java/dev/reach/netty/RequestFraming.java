package dev.reach.netty;

import java.util.Objects;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Follows the requests of a connection, octet by octet, and finds where each part of them
 * ends: its head, a piece of its body, the size of a chunk, the trailers. Of a body
 * nothing is looked at.
 */
final class RequestFraming {

	private final HeadLimits limits;

	private final LineReader reader = new LineReader();

	private Part part = Part.REQUEST_LINE;

	private @Nullable RequestHead head;

	private int fieldsLength;

	private long remaining;

	private boolean emptyLine;

	private boolean atBoundary = true;

	private long completed;

	RequestFraming(HeadLimits limits) {
		this.limits = limits;
	}

	/**
	 * Read on to the end of a part, or of the bytes.
	 * @param bytes what has arrived, not empty
	 * @throws MalformedRequestException if they cannot go on like this
	 */
	void read(ByteBuf bytes) {
		switch (this.part) {
			case REQUEST_LINE, FIELDS -> readHead(bytes);
			case CONTENT, CHUNK -> skip(bytes);
			case CHUNK_SIZE -> readChunkSize(bytes);
			case CHUNK_END -> readChunkEnd(bytes);
			case TRAILERS -> readTrailers(bytes);
			case TOO_LARGE -> bytes.skipBytes(bytes.readableBytes());
		}
	}

	private void readHead(ByteBuf bytes) {
		this.atBoundary = false;
		boolean requestLine = this.part == Part.REQUEST_LINE;
		int limit = requestLine ? this.limits.requestLine() : this.limits.fields() - this.fieldsLength;
		switch (this.reader.read(bytes, limit)) {
			case COMPLETE -> {
				if (requestLine) {
					endRequestLine();
				}
				else {
					endField();
				}
			}
			case TOO_LONG -> {
				MalformedRequestException.require(!requestLine || RequestLine.canBegin(this.reader.line()),
						"A request must begin with its method");
				enter(Part.TOO_LARGE);
				this.atBoundary = true;
			}
			case MORE -> {
			}
		}
	}

	// One empty line before a request is allowed, see RFC 9112, section 2.2.
	private void endRequestLine() {
		CharSequence line = this.reader.line();
		if (line.isEmpty()) {
			MalformedRequestException.require(!this.emptyLine, "There are too many empty lines before a request");
			this.emptyLine = true;
			return;
		}
		this.head = new RequestHead(RequestLine.parse(line));
		this.fieldsLength = 0;
		enter(Part.FIELDS);
	}

	private void endField() {
		CharSequence line = this.reader.line();
		RequestHead head = Objects.requireNonNull(this.head);
		if (!line.isEmpty()) {
			this.fieldsLength += line.length();
			head.add(FieldLine.parse(line));
			this.reader.next();
			return;
		}
		head.requireUnambiguous();
		this.head = null;
		this.atBoundary = true;
		this.remaining = head.contentLength();
		if (head.isChunked()) {
			enter(Part.CHUNK_SIZE);
		}
		else if (this.remaining > 0) {
			enter(Part.CONTENT);
		}
		else {
			endRequest();
		}
	}

	private void skip(ByteBuf bytes) {
		int length = (int) Math.min(bytes.readableBytes(), this.remaining);
		bytes.skipBytes(length);
		this.remaining -= length;
		this.atBoundary = true;
		if (this.remaining > 0) {
			return;
		}
		if (this.part == Part.CHUNK) {
			enter(Part.CHUNK_END);
		}
		else {
			endRequest();
		}
	}

	private void readChunkEnd(ByteBuf bytes) {
		if (isLineComplete(bytes, 0, "A chunk must end with a line end")) {
			enter(Part.CHUNK_SIZE);
			this.atBoundary = true;
		}
	}

	private void readChunkSize(ByteBuf bytes) {
		if (isLineComplete(bytes, ChunkedBody.MAX_SIZE_LINE, "The extension of a chunk is too long")) {
			this.remaining = ChunkedBody.parseSize(this.reader.line());
			enter((this.remaining > 0) ? Part.CHUNK : Part.TRAILERS);
			this.atBoundary = true;
		}
	}

	private void readTrailers(ByteBuf bytes) {
		if (!isLineComplete(bytes, this.limits.fields() - this.fieldsLength, "The trailers are too large")) {
			return;
		}
		CharSequence line = this.reader.line();
		if (line.isEmpty()) {
			this.atBoundary = true;
			endRequest();
		}
		else {
			this.fieldsLength += line.length();
			ChunkedBody.requireTrailer(FieldLine.parse(line));
			this.reader.next();
		}
	}

	private boolean isLineComplete(ByteBuf bytes, int limit, String rule) {
		this.atBoundary = false;
		LineReader.Progress progress = this.reader.read(bytes, limit);
		MalformedRequestException.require(progress != LineReader.Progress.TOO_LONG, rule);
		return progress == LineReader.Progress.COMPLETE;
	}

	private void endRequest() {
		this.completed++;
		this.emptyLine = false;
		enter(Part.REQUEST_LINE);
	}

	private void enter(Part part) {
		this.part = part;
		this.reader.next();
	}

	/**
	 * Return whether all that has been read may be passed on.
	 * @return {@code false} inside a head, the line of a chunk, or trailers
	 */
	boolean isAtBoundary() {
		return this.atBoundary;
	}

	/**
	 * Return whether the next octet belongs to another request.
	 * @return {@code false} if a request has begun that has not ended
	 */
	boolean isBetweenRequests() {
		return this.part == Part.REQUEST_LINE && this.atBoundary;
	}

	/**
	 * Return whether the next octet belongs to the content of a request.
	 * @return whether it does
	 */
	boolean isInContent() {
		return this.part == Part.CONTENT || this.part == Part.CHUNK;
	}

	/**
	 * Return whether a head has more than the codec of the server takes. That has been
	 * passed on, so that the server answers it, and all that follows must not be.
	 * @return whether it has
	 */
	boolean isTooLarge() {
		return this.part == Part.TOO_LARGE;
	}

	/**
	 * Return how many requests have been read to their end.
	 * @return the number
	 */
	long completed() {
		return this.completed;
	}

	/**
	 * What comes next.
	 */
	private enum Part {

		REQUEST_LINE, FIELDS, CONTENT, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS, TOO_LARGE

	}

}
