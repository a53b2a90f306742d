package dev.reach.docs;

import dev.reach.ReachClient;
import dev.reach.messaging.MessagingItem;

import org.springframework.stereotype.Component;

/**
 * The quick start.
 */
@Component
class Greeter {

	private final ReachClient reachClient;

	Greeter(ReachClient reachClient) {
		this.reachClient = reachClient;
	}

	MessagingItem greet(String number) {
		return this.reachClient.messaging().messagingItems().send(number, "+15017122661", "Hey there!");
	}

}
