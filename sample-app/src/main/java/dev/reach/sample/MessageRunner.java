package dev.reach.sample;

import dev.reach.ReachClient;
import dev.reach.messaging.MessagingItem;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Sends one message when the application has started.
 */
@Component
class MessageRunner implements ApplicationRunner {

	private final ReachClient reachClient;

	private final SampleProperties properties;

	MessageRunner(ReachClient reachClient, SampleProperties properties) {
		this.reachClient = reachClient;
		this.properties = properties;
	}

	@Override
	public void run(ApplicationArguments args) {
		MessagingItem message = this.reachClient.messaging()
			.messagingItems()
			.send(this.properties.dest(), this.properties.src(), this.properties.body());
		System.out.println("Message: " + message);
	}

}
