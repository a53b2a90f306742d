package dev.reach.retry;

/**
 * What goes wrong with a connection or a request.
 */
enum Fault {

	/**
	 * Nothing: the request is carried out and answered.
	 */
	NONE(Effect.DONE),

	/**
	 * Nobody listens.
	 */
	REFUSED(Effect.UNREAD),

	/**
	 * The connection is reset as soon as it is accepted.
	 */
	RESET_ON_ACCEPT(Effect.UNREAD),

	/**
	 * The connection is closed as soon as it is accepted.
	 */
	END_ON_ACCEPT(Effect.UNREAD),

	/**
	 * The connection is reset when the client has begun the TLS handshake.
	 */
	RESET_IN_HANDSHAKE(Effect.UNREAD),

	/**
	 * The connection is closed when the client has begun the TLS handshake.
	 */
	END_IN_HANDSHAKE(Effect.UNREAD),

	/**
	 * The connection is reset before the body is read.
	 */
	RESET_AFTER_HEAD(Effect.UNREAD),

	/**
	 * The connection is reset instead of an answer.
	 */
	RESET_AFTER_REQUEST(Effect.DONE_UNSEEN),

	/**
	 * The connection is closed instead of an answer.
	 */
	END_AFTER_REQUEST(Effect.DONE_UNSEEN),

	/**
	 * The connection is closed within the status line.
	 */
	END_IN_STATUS_LINE(Effect.DONE_UNSEEN),

	/**
	 * The connection is closed within the body of the answer.
	 */
	END_IN_BODY(Effect.DONE_UNSEEN),

	/**
	 * The connection is reset within the body of the answer.
	 */
	RESET_IN_BODY(Effect.DONE_UNSEEN),

	/**
	 * No answer comes.
	 */
	STALL(Effect.DONE_UNSEEN),

	/**
	 * The answer is not HTTP.
	 */
	GARBAGE(Effect.DONE_UNSEEN),

	/**
	 * The answer is 503, although the request was carried out.
	 */
	UNAVAILABLE_BUT_DONE(Effect.DONE_UNSEEN),

	/**
	 * The answer is 503, and the request was not carried out, which it does not say.
	 */
	UNAVAILABLE(Effect.REFUSED_UNSEEN),

	/**
	 * The answer is 503 with {@code Retry-After}.
	 */
	UNAVAILABLE_FOR_NOW(Effect.REFUSED),

	/**
	 * The answer is 429.
	 */
	TOO_MANY(Effect.REFUSED),

	/**
	 * The answer is 429 with {@code Retry-After}.
	 */
	TOO_MANY_FOR_NOW(Effect.REFUSED),

	/**
	 * The request is carried out and answered, then the connection is closed without
	 * notice.
	 */
	END_AFTER_ANSWER(Effect.DONE);

	private final Effect effect;

	Fault(Effect effect) {
		this.effect = effect;
	}

	/**
	 * Return whether the request is carried out.
	 */
	boolean isDone() {
		return this.effect == Effect.DONE || this.effect == Effect.DONE_UNSEEN;
	}

	/**
	 * Return whether the request is carried out and its client told so.
	 */
	boolean isAnswered() {
		return this.effect == Effect.DONE;
	}

	/**
	 * Return whether the client is told that the request was not carried out.
	 */
	boolean isRefusal() {
		return this.effect == Effect.REFUSED;
	}

	/**
	 * Return whether the client of a request that was read cannot tell whether it was
	 * carried out.
	 */
	boolean isUnseen() {
		return this.effect == Effect.DONE_UNSEEN || this.effect == Effect.REFUSED_UNSEEN;
	}

	private enum Effect {

		DONE, DONE_UNSEEN, REFUSED, REFUSED_UNSEEN, UNREAD

	}

}
