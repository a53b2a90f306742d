package dev.reach.messaging;

/**
 * The messaging part of the API.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReactiveMessaging {

	/**
	 * Return the operations on messages.
	 * @return the operations
	 */
	ReactiveMessagingItems messagingItems();

}
