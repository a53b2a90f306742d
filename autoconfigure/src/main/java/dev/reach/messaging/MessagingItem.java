package dev.reach.messaging;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message record. The service may leave out any property. The string form names the
 * record and its state, not its text and numbers.
 *
 * @param appletId the applet the record belongs to
 * @param apiVersion the version of the API that made the record
 * @param body the text, empty after a redaction
 * @param dest the destination
 * @param src the sender
 * @param bulkId the group given as {@code bulkIdentifier}
 * @param numSegments the number of segments the text takes
 * @param numMedia the number of attached media
 * @param price the price
 * @param priceUnit the currency of the price
 * @param messageId the identifier
 * @param status the state
 * @param messageType the direction
 * @param errorCode why the message failed or was not delivered
 * @param errorMessage the description of the error code
 * @param dateCreated when the record was made
 * @param dateSent when the message was sent
 * @param dateUpdated when the record was last changed
 * @since 0.1.0
 */
public record MessagingItem(@Nullable String appletId, @Nullable String apiVersion, @Nullable String body,
		@Nullable String dest, @Nullable String src, @Nullable String bulkId, @Nullable Integer numSegments,
		@Nullable Integer numMedia, @Nullable BigDecimal price, @Nullable String priceUnit, @Nullable String messageId,
		@Nullable MessageStatus status, @Nullable MessageType messageType, @Nullable Integer errorCode,
		@Nullable String errorMessage, @Nullable Instant dateCreated, @Nullable Instant dateSent,
		@Nullable Instant dateUpdated) {

	@Override
	public String toString() {
		return "MessagingItem[messageId=%s, status=%s]".formatted(this.messageId, this.status);
	}

}
