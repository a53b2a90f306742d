package dev.reach.host;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A host and how it does. It is well until it fails; then it is passed over for a while.
 */
final class HostHealth {

	private static final Log logger = LogFactory.getLog(HostHealth.class);

	private final Host host;

	private final LongSupplier ticker;

	private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

	HostHealth(Host host, LongSupplier ticker) {
		this.host = host;
		this.ticker = ticker;
	}

	Host host() {
		return this.host;
	}

	URI uri() {
		return this.host.baseUrl().uri();
	}

	boolean isWell() {
		return this.outage.get() == null;
	}

	boolean isWellOrDue() {
		Outage current = this.outage.get();
		return current == null || current.isDue(this.ticker.getAsLong());
	}

	/**
	 * Return the time for which the host is still passed over.
	 * @return the time in nanoseconds; zero or less if it is over
	 */
	long remaining() {
		Outage current = this.outage.get();
		return (current != null) ? current.remaining(this.ticker.getAsLong()) : 0;
	}

	/**
	 * Begin an attempt if the host is well or if the attempt may try whether it is.
	 * @return the visit, or {@code null} if the host is passed over
	 */
	@Nullable Visit tryVisit() {
		Visit visit = visit();
		Outage current = visit.outage();
		return (current == null || tryProbe(current, visit)) ? visit : null;
	}

	private boolean tryProbe(Outage current, Visit visit) {
		return current.tryProbe(visit, this.ticker.getAsLong()) && this.outage.get() == current;
	}

	/**
	 * Begin an attempt, be the host well or not.
	 * @return the visit
	 */
	Visit visit() {
		return new Visit(this, this.outage.get());
	}

	void succeeded() {
		if (this.outage.get() != null && this.outage.getAndSet(null) != null) {
			logger.debug("The host %s is well again".formatted(this.host.baseUrl()));
		}
	}

	/**
	 * Begin a longer outage, unless there was one since the attempt began: attempts that
	 * fail side by side are one failure.
	 * @param before the outage there was when the attempt began, if any
	 */
	void failed(@Nullable Outage before) {
		Outage next = Outage.after(before, this.ticker.getAsLong());
		if (this.outage.compareAndSet(before, next)) {
			logger.debug("The host %s has failed and is passed over for %d ms".formatted(this.host.baseUrl(),
					next.length().toMillis()));
		}
	}

}
