package dev.reach.sample;

import dev.reach.ReactiveReachClient;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.MessagingItem;
import reactor.core.publisher.Flux;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists the messages sent last.
 */
@RestController
class MessagesController {

	private final ReactiveReachClient reachClient;

	MessagesController(ReactiveReachClient reachClient) {
		this.reachClient = reachClient;
	}

	@GetMapping("/messages")
	Flux<MessagingItem> messages() {
		return this.reachClient.messaging().messagingItems().list(MessageQuery.builder().limit(50L).build());
	}

}
