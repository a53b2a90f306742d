package dev.reach.test;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.reach.error.ReachApiException;
import dev.reach.error.ReachNotFoundException;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.MessageStatus;
import dev.reach.messaging.MessageType;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.MessagingItems;
import dev.reach.messaging.SendMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SimulatedMessages}, through the client.
 */
class SimulatedMessagesTests {

	private static final String DEST = "+15558675310";

	@RegisterExtension
	private final SimulatedService service = new SimulatedService();

	private final MessagingItems messages = this.service.client().messaging().messagingItems();

	@Test
	void messageIsQueuedWhenItIsSent() {
		MessagingItem message = this.messages.send(SendMessage.builder(DEST, "Bistro", "Größe ✓")
			.bulkIdentifier("lunch")
			.maxPrice(new BigDecimal("0.10"))
			.validityPeriod(5)
			.statusCallback(URI.create("https://example.com/status"))
			.build());
		assertThat(message).isEqualTo(new MessagingItem(message.appletId(), "1.0.0", "Größe ✓", DEST, "Bistro", "lunch",
				1, 0, null, null, message.messageId(), MessageStatus.QUEUED, MessageType.OUTBOUND, null, null,
				ContractCall.NOW, null, ContractCall.NOW));
		assertThat(message.messageId()).startsWith("MID");
	}

	@Test
	void segmentsAreCounted() {
		assertThat(this.messages.send(DEST, "Bistro", "x".repeat(161)).numSegments()).isEqualTo(2);
		assertThat(this.messages.send(DEST, "Bistro", "✓".repeat(71)).numSegments()).isEqualTo(2);
	}

	@Test
	void eachFetchMovesTheMessageOneStepUntilItIsDelivered() {
		String id = idOf(this.messages.send(DEST, "Bistro", "Hello"));
		this.service.clock().advance(Duration.ofSeconds(1));
		MessagingItem sending = this.messages.fetch(id);
		assertThat(sending.status()).isEqualTo(MessageStatus.SENDING);
		assertThat(sending.dateSent()).isNull();
		assertThat(sending.dateUpdated()).isEqualTo(ContractCall.NOW.plusSeconds(1));
		this.service.clock().advance(Duration.ofSeconds(1));
		MessagingItem sent = this.messages.fetch(id);
		assertThat(sent.status()).isEqualTo(MessageStatus.SENT);
		assertThat(sent.dateSent()).isEqualTo(ContractCall.NOW.plusSeconds(2));
		this.service.clock().advance(Duration.ofSeconds(1));
		MessagingItem delivered = this.messages.fetch(id);
		assertThat(delivered.status()).isEqualTo(MessageStatus.DELIVERED);
		assertThat(delivered.dateSent()).isEqualTo(ContractCall.NOW.plusSeconds(2));
		assertThat(delivered.dateCreated()).isEqualTo(ContractCall.NOW);
		this.service.clock().advance(Duration.ofSeconds(1));
		assertThat(this.messages.fetch(id)).isEqualTo(delivered);
	}

	@Test
	void textIsReplacedAndRedacted() {
		String id = idOf(this.messages.send(DEST, "Bistro", "Hello"));
		this.service.clock().advance(Duration.ofSeconds(1));
		MessagingItem replaced = this.messages.update(id, "null");
		assertThat(replaced.body()).isEqualTo("null");
		assertThat(replaced.dateUpdated()).isEqualTo(ContractCall.NOW.plusSeconds(1));
		assertThat(this.messages.update(id, "").body()).isEmpty();
		assertThat(this.messages.fetch(id).body()).isEmpty();
	}

	@Test
	void messageUnderWayCannotBeDeleted() {
		String id = idOf(this.messages.send(DEST, "Bistro", "Hello"));
		for (MessageStatus status : List.of(MessageStatus.SENDING, MessageStatus.SENT)) {
			assertRefused(() -> this.messages.delete(id));
			assertThat(this.messages.fetch(id).status()).isEqualTo(status);
		}
		assertRefused(() -> this.messages.delete(id));
	}

	@Test
	void deliveredMessageIsDeletedForEver() {
		String id = idOf(this.messages.send(DEST, "Bistro", "Hello"));
		for (int i = 0; i < 3; i++) {
			this.messages.fetch(id);
		}
		this.messages.delete(id);
		assertNotFound(() -> this.messages.fetch(id));
		assertNotFound(() -> this.messages.delete(id));
		assertNotFound(() -> this.messages.update(id, "x"));
		assertNotFound(() -> this.messages.unschedule(id));
		assertThat(this.messages.list()).isEmpty();
	}

	@Test
	void scheduledMessageIsTakenBackAndThenDeleted() {
		String id = idOf(this.messages.send(scheduled(Duration.ofHours(1))));
		assertThat(this.messages.fetch(id).status()).isEqualTo(MessageStatus.SCHEDULED);
		assertRefused(() -> this.messages.delete(id));
		assertThat(this.messages.unschedule(id).status()).isEqualTo(MessageStatus.CANCELED);
		this.service.clock().advance(Duration.ofHours(2));
		assertThat(this.messages.fetch(id).status()).isEqualTo(MessageStatus.CANCELED);
		assertRefused(() -> this.messages.unschedule(id));
		this.messages.delete(id);
		assertNotFound(() -> this.messages.fetch(id));
	}

	@Test
	void scheduledMessageIsSentWhenItsTimeHasCome() {
		String id = idOf(this.messages.send(scheduled(Duration.ofMinutes(15))));
		this.service.clock().advance(Duration.ofMinutes(15).minusNanos(1));
		assertThat(this.messages.fetch(id).status()).isEqualTo(MessageStatus.SCHEDULED);
		this.service.clock().advance(Duration.ofNanos(1));
		assertThat(this.messages.fetch(id).status()).isEqualTo(MessageStatus.SENDING);
		assertRefused(() -> this.messages.unschedule(id));
	}

	@Test
	void messageThatIsNotScheduledCannotBeTakenBack() {
		String id = idOf(this.messages.send(DEST, "Bistro", "Hello"));
		assertRefused(() -> this.messages.unschedule(id));
	}

	@Test
	void newestMessageIsListedFirst() {
		List<String> ids = List.of("1", "2", "3").stream().map((body) -> idOf(send("Bistro", body, "g"))).toList();
		assertThat(this.messages.list()).extracting(MessagingItem::messageId)
			.containsExactly(ids.get(2), ids.get(1), ids.get(0));
	}

	@Test
	void listTakesEachFilter() {
		MessagingItem first = sent(send("Bistro", "first", "a+b&c"));
		this.service.clock().advance(Duration.ofDays(1));
		MessagingItem second = sent(send("+15017122661", "second", "other"));
		this.service.clock().advance(Duration.ofDays(1));
		MessagingItem third = sent(this.messages.send("+4915112345678", "Bistro", "third"));
		Instant start = ContractCall.NOW;
		assertLists(MessageQuery.builder().dest("+4915112345678"), third);
		assertLists(MessageQuery.builder().src("+15017122661"), second);
		assertLists(MessageQuery.builder().src("Bistro"), third, first);
		assertLists(MessageQuery.builder().bulkIdentifier("a+b&c"), first);
		assertLists(MessageQuery.builder().sentAt(start.plus(Duration.ofDays(1)).plusSeconds(60)), second);
		assertLists(MessageQuery.builder().sentAfter(start), third, second);
		assertLists(MessageQuery.builder().sentBefore(start.plus(Duration.ofDays(1))), first);
		assertLists(MessageQuery.builder().sentAfter(start).sentBefore(start.plus(Duration.ofDays(2))), second);
		assertLists(MessageQuery.builder().dest("+15558675310").src("Bistro").bulkIdentifier("other"));
	}

	@Test
	void listIsServedInPages() {
		for (int i = 0; i < 45; i++) {
			send("Bistro", "message " + i, (i % 2 == 0) ? "even" : "odd");
		}
		assertThat(this.messages.list()).extracting(MessagingItem::messageId).hasSize(45).doesNotHaveDuplicates();
		assertThat(this.messages.list(MessageQuery.builder().bulkIdentifier("even").pageSize(10).build())).hasSize(23)
			.allSatisfy((message) -> assertThat(message.bulkId()).isEqualTo("even"));
		assertThat(this.messages.page(MessageQuery.builder().page(2).build())).satisfies((page) -> {
			assertThat(page.items()).hasSize(5);
			assertThat(page.totalItems()).isEqualTo(45);
			assertThat(page.totalPages()).isEqualTo(3);
			assertThat(page.pageSize()).isEqualTo(20);
			assertThat(page.outOfPageRange()).isFalse();
		});
		assertThat(this.messages.page(MessageQuery.builder().page(3).build())).satisfies((page) -> {
			assertThat(page.items()).isEmpty();
			assertThat(page.outOfPageRange()).isTrue();
		});
		assertThat(this.messages.list(MessageQuery.builder().limit(21L).build())).hasSize(21);
	}

	private MessagingItem send(String src, String body, String bulkIdentifier) {
		return this.messages.send(SendMessage.builder(DEST, src, body).bulkIdentifier(bulkIdentifier).build());
	}

	private MessagingItem sent(MessagingItem message) {
		this.messages.fetch(idOf(message));
		return this.messages.fetch(idOf(message));
	}

	private SendMessage scheduled(Duration ahead) {
		return SendMessage.builder(DEST, "Bistro", "Later").scheduledTime(ContractCall.NOW.plus(ahead)).build();
	}

	private void assertLists(MessageQuery.Builder query, MessagingItem... expected) {
		assertThat(this.messages.list(query.build())).extracting(MessagingItem::messageId)
			.containsExactlyElementsOf(List.of(expected).stream().map(SimulatedMessagesTests::idOf).toList());
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(ReachApiException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400))
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(400));
	}

	private static void assertNotFound(Runnable call) {
		assertThatExceptionOfType(ReachNotFoundException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.errorCode()).isEqualTo(404));
	}

	private static String idOf(MessagingItem message) {
		return String.valueOf(message.messageId());
	}

}
