package dev.reach.messaging;

import java.util.stream.Stream;

import dev.reach.http.Operation;
import dev.reach.page.Page;
import dev.reach.page.PagedIterable;
import dev.reach.page.Pages;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Messages.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/messaging/v1", accept = "application/json")
public interface MessagingItems {

	/**
	 * Send a message, now or at its scheduled time. Not idempotent: a second call sends a
	 * second message.
	 * @param message the message
	 * @return the new record
	 */
	@Operation(value = "sendMessage", statuses = { "201", "400", "401", "403", "404", "429", "503" })
	@PostExchange(url = "/create", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	MessagingItem send(SendMessage message);

	/**
	 * Fetch a message.
	 * @param messageId the message
	 * @return the record
	 */
	@Operation(value = "fetchMessage", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange("/fetch")
	MessagingItem fetch(@RequestParam String messageId);

	/**
	 * Replace the stored text of a message. What the recipient got stays as it is.
	 * @param messageId the message
	 * @param body the new text, empty to redact it
	 * @return the changed record
	 */
	@Operation(value = "updateMessage", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@PostExchange(url = "/update", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	MessagingItem update(@RequestParam String messageId, @RequestParam String body);

	/**
	 * Take back a scheduled message, if it is not too late.
	 * @param messageId the message
	 * @return the record afterwards
	 */
	@Operation(value = "unscheduleMessage", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@PostExchange(url = "/unschedule", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	MessagingItem unschedule(@RequestParam String messageId);

	/**
	 * Delete the record of a message that is delivered, undelivered, failed or canceled.
	 * @param messageId the message
	 */
	@Operation(value = "deleteMessage", statuses = { "204", "400", "401", "403", "404", "429", "503" })
	@DeleteExchange("/delete")
	void delete(@RequestParam String messageId);

	/**
	 * Fetch one page of messages, newest first.
	 * @param query which messages, and which page
	 * @return the page
	 */
	@Operation(value = "listMessages", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange("/list")
	Page<MessagingItem> page(MessageQuery query);

	/**
	 * List messages of all pages, which are fetched one by one as they are needed.
	 * @param query which ones, and how many
	 * @return the records, fetched anew for each walk
	 */
	default PagedIterable<MessagingItem> list(MessageQuery query) {
		return Pages.iterable(query, this::page);
	}

	/**
	 * List all messages, newest first.
	 * @return the records, fetched anew each time
	 */
	default PagedIterable<MessagingItem> list() {
		return list(MessageQuery.builder().build());
	}

	/**
	 * Send a message now.
	 * @param dest the destination, an E.164 number
	 * @param src the sender, an E.164 number or 1 to 11 letters and digits
	 * @param body the text
	 * @return the new record
	 */
	default MessagingItem send(String dest, String src, String body) {
		return send(SendMessage.builder(dest, src, body).build());
	}

	/**
	 * Send many messages. A message that fails is an outcome like any other; an error of
	 * the input itself is thrown after the outcomes of all messages before it. Nothing is
	 * sent before the stream is walked, and no more than may be under way while it is
	 * not. Closing the stream ends the sends under way, and so does an interruption of
	 * the thread that walks it.
	 * <p>
	 * A {@link dev.reach.ReachClient} sends several messages at a time, and the number
	 * follows what the service takes. The iterator is then called by another thread, up
	 * to 16 messages ahead, and may block. This default sends one message after another.
	 * @param messages the messages, iterated while the stream is walked
	 * @param options how many at a time
	 * @return the outcomes as the sends end, not in the order of the messages; to be
	 * closed
	 */
	default Stream<SendOutcome> sendAll(Iterable<SendMessage> messages, BulkOptions options) {
		return SequentialSends.of(messages, this::send);
	}

	/**
	 * Send many messages with the standard options.
	 * @param messages the messages, iterated while the stream is walked
	 * @return the outcomes as the sends end, not in the order of the messages; to be
	 * closed
	 * @see #sendAll(Iterable, BulkOptions)
	 */
	default Stream<SendOutcome> sendAll(Iterable<SendMessage> messages) {
		return sendAll(messages, BulkOptions.standard());
	}

}
