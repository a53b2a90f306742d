package dev.reach;

import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;

/**
 * Walks a {@link Flux}, which is subscribed to when the walk begins. It is cancelled when
 * the stream is closed or the walking thread is interrupted.
 *
 * @param <T> the type of the elements
 */
final class BlockingStream<T> extends Spliterators.AbstractSpliterator<T> {

	private final Iterable<Signal<T>> signals;

	private @Nullable Iterator<Signal<T>> walk;

	private BlockingStream(Flux<T> elements) {
		super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
		// As a signal, an error does not overtake the element before it.
		this.signals = elements.materialize().toIterable(1);
	}

	static <T> Stream<T> of(Flux<T> elements) {
		Sinks.Empty<Void> closed = Sinks.empty();
		Flux<T> untilClosed = elements.takeUntilOther(closed.asMono());
		return StreamSupport.stream(new BlockingStream<>(untilClosed), false).onClose(closed::tryEmitEmpty);
	}

	@Override
	public boolean tryAdvance(Consumer<? super T> action) {
		Signal<T> signal = next();
		Throwable error = signal.getThrowable();
		if (error != null) {
			throw Exceptions.propagate(error);
		}
		T element = signal.get();
		if (element == null) {
			return false;
		}
		action.accept(element);
		return true;
	}

	private Signal<T> next() {
		if (this.walk == null) {
			BlockingCalls.requireAllowed();
			this.walk = this.signals.iterator();
		}
		try {
			return this.walk.hasNext() ? this.walk.next() : Signal.complete();
		}
		catch (RuntimeException ex) {
			this.walk = Collections.emptyIterator();
			throw BlockingCalls.translate(ex);
		}
	}

}
