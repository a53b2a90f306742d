package dev.reach.retry;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import org.jspecify.annotations.Nullable;

/**
 * Compares what callers were told with what the ledger says.
 *
 * @param ledger the ledger
 */
record LedgerAudit(Ledger ledger) {

	/**
	 * Return what must not be in the outcome of sends with a safe retry.
	 */
	List<String> objectionsTo(List<LedgerCall> sends) {
		return sends.stream()
			.flatMap((send) -> Stream.of(objectionToLedger(send), objectionToDelivery(send),
					send.hasSucceeded() ? objectionToSuccess(send) : objectionToFailure(send)))
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Return what must not be in the outcome of sends however they are repeated.
	 */
	List<String> falseDeliveries(List<LedgerCall> sends) {
		return sends.stream().map(this::objectionToDelivery).filter(Objects::nonNull).toList();
	}

	/**
	 * Return the sends of which the server read nothing, although their last attempt was
	 * handed to a connection.
	 */
	long lostUnread(List<LedgerCall> sends) {
		return sends.stream().filter((send) -> !send.hasSucceeded() && isUnread(send)).count();
	}

	private @Nullable String objectionToLedger(LedgerCall send) {
		List<Fault> entries = this.ledger.of(send.id());
		if (this.ledger.timesDone(send.id()) > 1) {
			return describe("Done twice", send);
		}
		return entries.stream().limit(Math.max(entries.size() - 1, 0)).allMatch(Fault::isRefusal) ? null
				: describe("Read again after it may have been done", send);
	}

	private @Nullable String objectionToDelivery(LedgerCall send) {
		return (this.ledger.timesDone(send.id()) <= send.timesPossiblyDone()) ? null
				: describe("Done in an attempt that is told not to be sent", send);
	}

	private @Nullable String objectionToSuccess(LedgerCall send) {
		if (!send.isRepeatedOnlyIfNotSent()) {
			return describe("Repeated although it may have been done", send);
		}
		List<Fault> entries = this.ledger.of(send.id());
		return (!entries.isEmpty() && entries.get(entries.size() - 1).isAnswered()) ? null
				: describe("Successful without having been done", send);
	}

	private @Nullable String objectionToFailure(LedgerCall send) {
		if (!send.isRepeatedOnlyIfNotSent()) {
			return describe("Repeated although it may have been done", send);
		}
		if (!(send.error() instanceof ReachException failure) || failure.delivery() == Delivery.NOT_SENT) {
			return describe("Not recovered from", send);
		}
		if (!isUnread(send)) {
			List<Fault> entries = this.ledger.of(send.id());
			return entries.get(entries.size() - 1).isUnseen() ? null : describe("Failed although answered", send);
		}
		boolean lost = failure.getClass() == ReachTransportException.class
				&& failure.getMessage().startsWith("The connection was lost");
		return lost ? null : describe("Failed for a reason that was not given", send);
	}

	private boolean isUnread(LedgerCall send) {
		return this.ledger.of(send.id()).stream().allMatch(Fault::isRefusal);
	}

	private String describe(String what, LedgerCall send) {
		return "%s: %s, server: %s, client: %s, %s".formatted(what, send.id(), this.ledger.of(send.id()),
				send.attempts(), send.error());
	}

}
