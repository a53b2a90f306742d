package dev.reach.test.slice;

import dev.reach.ReachClient;

import org.springframework.stereotype.Component;

/**
 * Uses the client.
 */
@Component
class Sender {

	private final ReachClient client;

	Sender(ReachClient client) {
		this.client = client;
	}

	void send() {
		this.client.messaging().messagingItems().send("+15558675310", "ACME", "Hey there!");
	}

}
