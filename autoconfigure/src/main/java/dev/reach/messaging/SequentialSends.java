package dev.reach.messaging;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;

/**
 * Sends one message after another, each when its outcome is asked for.
 */
final class SequentialSends implements Iterator<SendOutcome> {

	private final Iterator<SendMessage> messages;

	private final Function<SendMessage, MessagingItem> send;

	private long index;

	private SequentialSends(Iterator<SendMessage> messages, Function<SendMessage, MessagingItem> send) {
		this.messages = messages;
		this.send = send;
	}

	static Stream<SendOutcome> of(Iterable<SendMessage> messages, Function<SendMessage, MessagingItem> send) {
		int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
		return StreamSupport.stream(() -> Spliterators
			.spliteratorUnknownSize(new SequentialSends(messages.iterator(), send), characteristics), characteristics,
				false);
	}

	@Override
	public boolean hasNext() {
		return this.messages.hasNext();
	}

	@Override
	public SendOutcome next() {
		if (Thread.currentThread().isInterrupted()) {
			throw new ReachTransportException(
					"The calling thread was interrupted; the messages from index %d on were not sent"
						.formatted(this.index),
					null, Delivery.NOT_SENT);
		}
		SendMessage message = this.messages.next();
		try {
			return new SendOutcome(this.index++, message, this.send.apply(message), null);
		}
		catch (RuntimeException ex) {
			return new SendOutcome(this.index - 1, message, null, ex);
		}
	}

}
