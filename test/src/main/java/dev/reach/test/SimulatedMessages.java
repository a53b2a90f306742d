package dev.reach.test;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.reach.messaging.SmsSegments;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the simulated service.
 */
final class SimulatedMessages {

	private static final List<String> COURSE = List.of("queued", "sending", "sent", "delivered");

	private static final Set<String> DELETABLE = Set.of("delivered", "failed", "canceled", "undelivered");

	private final Clock clock;

	private final Deque<Map<String, Object>> records = new ArrayDeque<>();

	private int created;

	SimulatedMessages(Clock clock) {
		this.clock = clock;
	}

	Map<String, Object> create(Parameters parameters) {
		String dest = parameters.required("dest", 20101);
		String src = parameters.required("src", 20102);
		String body = parameters.required("body", 20103);
		SimulatedFailure.check(dest.matches("\\+[1-9]\\d{1,14}") && !dest.equals(src), 20101,
				"The destination is not an E.164 number, or is the source");
		SimulatedFailure.check(src.matches("\\+[1-9]\\d{1,14}|[A-Za-z0-9]{1,11}"), 20102, "The source is not valid");
		SimulatedFailure.check(body.length() <= 1600, 20103, "The body has more than 1600 characters");
		int segments = SmsSegments.of(body).segments();
		SimulatedFailure.check(segments <= 10, 20108, "The body has more than ten segments");
		Instant scheduled = scheduledTime(parameters);
		parameters.number("validityPeriod", 0, 14400, 20105);
		checkCallback(parameters.text("statusCallback"));
		checkPrice(parameters.text("maxPrice"));
		Instant now = this.clock.instant();
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("appletId", ReachSimulator.APPLET_ID);
		message.put("apiVersion", ReachSimulator.API_VERSION);
		message.put("body", body);
		message.put("dest", dest);
		message.put("src", src);
		message.put("bulkId", parameters.text("bulkIdentifier"));
		message.put("numSegments", segments);
		message.put("numMedia", 0);
		message.put("price", null);
		message.put("priceUnit", null);
		message.put("messageId", "MID%012d".formatted(++this.created));
		message.put("status", (scheduled != null) ? "scheduled" : COURSE.get(0));
		message.put("messageType", "outbound");
		message.put("errorCode", null);
		message.put("errorMessage", null);
		message.put("dateCreated", now);
		message.put("dateSent", null);
		message.put("dateUpdated", now);
		message.put("scheduledTime", scheduled);
		this.records.addFirst(message);
		return view(message);
	}

	Map<String, Object> list(Parameters parameters) {
		Instant at = parameters.instant("sentAt", 400);
		Instant after = parameters.instant("sentAfter", 400);
		Instant before = parameters.instant("sentBefore", 400);
		List<Map<String, Object>> found = this.records.stream()
			.filter((message) -> parameters.matches("dest", message.get("dest"))
					&& parameters.matches("src", message.get("src"))
					&& parameters.matches("bulkIdentifier", message.get("bulkId"))
					&& isWithin(message, at, after, before))
			.toList();
		return SimulatedPage.of("messages", found, parameters, this::look);
	}

	Map<String, Object> fetch(Parameters parameters) {
		return look(find(parameters));
	}

	Map<String, Object> update(Parameters parameters) {
		Map<String, Object> message = find(parameters);
		String body = parameters.text("body");
		SimulatedFailure.check(body != null, 10002, "'body' is missing");
		message.put("body", body);
		message.put("dateUpdated", this.clock.instant());
		return view(message);
	}

	Map<String, Object> unschedule(Parameters parameters) {
		Map<String, Object> message = find(parameters);
		SimulatedFailure.check("scheduled".equals(message.get("status")), 400, "The message is not scheduled");
		message.put("status", "canceled");
		message.put("dateUpdated", this.clock.instant());
		return view(message);
	}

	void delete(Parameters parameters) {
		Map<String, Object> message = find(parameters);
		SimulatedFailure.check(DELETABLE.contains(String.valueOf(message.get("status"))), 400,
				"A message that is under way cannot be deleted");
		this.records.remove(message);
	}

	// Each look at a message moves it one step on, so that a test needs no time to pass.
	private Map<String, Object> look(Map<String, Object> message) {
		Instant now = this.clock.instant();
		if (message.get("scheduledTime") instanceof Instant due && "scheduled".equals(message.get("status"))
				&& !now.isBefore(due)) {
			message.put("status", COURSE.get(0));
		}
		int step = COURSE.indexOf(message.get("status"));
		if (step >= 0 && step < COURSE.size() - 1) {
			message.put("status", COURSE.get(step + 1));
			message.put("dateUpdated", now);
			if ("sent".equals(message.get("status"))) {
				message.put("dateSent", now);
			}
		}
		return view(message);
	}

	private Map<String, Object> find(Parameters parameters) {
		String id = parameters.required("messageId", 10002);
		return this.records.stream()
			.filter((message) -> id.equals(message.get("messageId")))
			.findFirst()
			.orElseThrow(() -> SimulatedFailure.notFound(404, "There is no such message"));
	}

	private @Nullable Instant scheduledTime(Parameters parameters) {
		Instant time = parameters.instant("scheduledTime", 20104);
		if (time != null) {
			Duration ahead = Duration.between(this.clock.instant(), time);
			SimulatedFailure.check(
					ahead.compareTo(Duration.ofMinutes(15)) >= 0 && ahead.compareTo(Duration.ofDays(5)) <= 0, 20104,
					"The scheduled time is not between 15 minutes and 5 days ahead");
		}
		return time;
	}

	private static void checkCallback(@Nullable String callback) {
		try {
			SimulatedFailure.check(callback == null || URI.create(callback).getHost() != null, 20106,
					"The status callback has no valid host name");
		}
		catch (IllegalArgumentException ex) {
			throw SimulatedFailure.badRequest(20106, "The status callback is not a URL");
		}
	}

	private static void checkPrice(@Nullable String price) {
		try {
			SimulatedFailure.check(price == null || new BigDecimal(price).signum() > 0, 20109,
					"The highest price is zero or negative");
		}
		catch (NumberFormatException ex) {
			throw SimulatedFailure.badRequest(20109, "The highest price is not a number");
		}
	}

	private static boolean isWithin(Map<String, Object> message, @Nullable Instant at, @Nullable Instant after,
			@Nullable Instant before) {
		Object sent = (message.get("dateSent") != null) ? message.get("dateSent") : message.get("dateCreated");
		return sent instanceof Instant time && (at == null || Parameters.day(time).equals(Parameters.day(at)))
				&& (after == null || time.isAfter(after)) && (before == null || time.isBefore(before));
	}

	private static Map<String, Object> view(Map<String, Object> message) {
		Map<String, Object> view = new LinkedHashMap<>(message);
		view.remove("scheduledTime");
		return view;
	}

}
