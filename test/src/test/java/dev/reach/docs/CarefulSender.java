package dev.reach.docs;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.messaging.MessagingItem;

/**
 * Handles failures as the documentation proposes.
 */
class CarefulSender {

	private final ReachClient reachClient;

	private final Outbox outbox;

	CarefulSender(ReachClient reachClient, Outbox outbox) {
		this.reachClient = reachClient;
		this.outbox = outbox;
	}

	MessagingItem send(String number, String text) {
		try {
			return this.reachClient.messaging().messagingItems().send(number, "+15017122661", text);
		}
		catch (ReachException ex) {
			if (ex.delivery() == Delivery.NOT_SENT) {
				this.outbox.repeatLater(number, text);
			}
			else {
				this.outbox.checkByHand(number, ex);
			}
			throw ex;
		}
	}

}
