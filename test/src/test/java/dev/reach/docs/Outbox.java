package dev.reach.docs;

import java.util.ArrayList;
import java.util.List;

import dev.reach.error.ReachException;

/**
 * Stands for whatever an application does with messages that were not sent.
 *
 * @param events what was done
 */
record Outbox(List<String> events) {

	Outbox() {
		this(new ArrayList<>());
	}

	void repeatLater(String number, String text) {
		this.events.add("repeat " + number + " " + text);
	}

	void checkByHand(String number, ReachException ex) {
		this.events.add("check " + number + " " + ex.delivery());
	}

}
