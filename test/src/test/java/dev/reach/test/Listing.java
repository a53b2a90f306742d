package dev.reach.test;

import java.util.Map;

import dev.reach.ReachClient;
import dev.reach.ReactiveReachClient;
import dev.reach.authentix.AuthenticationItem;
import dev.reach.authentix.AuthenticationTrialItem;
import dev.reach.authentix.Channel;
import dev.reach.authentix.ConfigurationItem;
import dev.reach.authentix.ListQuery;
import dev.reach.authentix.TrialQuery;
import dev.reach.messaging.MessageQuery;
import dev.reach.messaging.MessagingItem;
import dev.reach.page.PagedIterable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The four lists of the API.
 */
enum Listing {

	MESSAGES("messages", "messageId", Map.of("dest", "+15558675310", "src", "A+B&page=7", "bulkIdentifier", "ü %2B=")) {

		@Override
		PagedIterable<?> blocking(ReachClient client, Slice slice) {
			return client.messaging().messagingItems().list(query(slice));
		}

		@Override
		Flux<?> reactive(ReactiveReachClient client, Slice slice) {
			return client.messaging().messagingItems().list(query(slice));
		}

		private MessageQuery query(Slice slice) {
			return new MessageQuery("+15558675310", "A+B&page=7", "ü %2B=", null, null, null, slice.pageSize(),
					slice.page(), slice.limit());
		}

	},

	CONFIGURATIONS("configurations", "configurationId", Map.of()) {

		@Override
		PagedIterable<?> blocking(ReachClient client, Slice slice) {
			return client.authentix().configurationItems().list(slice.query());
		}

		@Override
		Flux<?> reactive(ReactiveReachClient client, Slice slice) {
			return client.authentix().configurationItems().list(slice.query());
		}

	},

	AUTHENTICATIONS("authentications", "authenticationId", Map.of()) {

		@Override
		PagedIterable<?> blocking(ReachClient client, Slice slice) {
			return client.authentix().authenticationItems().list("C/1", slice.query());
		}

		@Override
		Flux<?> reactive(ReactiveReachClient client, Slice slice) {
			return client.authentix().authenticationItems().list("C/1", slice.query());
		}

	},

	TRIALS("authenticationTrials", "trialId",
			Map.of("dest", "me+you@example.com", "channel", "email", "configurationId", "a&b=c", "country", "CM")) {

		@Override
		PagedIterable<?> blocking(ReachClient client, Slice slice) {
			return client.authentix().authenticationTrialItems().list(query(slice));
		}

		@Override
		Flux<?> reactive(ReactiveReachClient client, Slice slice) {
			return client.authentix().authenticationTrialItems().list(query(slice));
		}

		private TrialQuery query(Slice slice) {
			return new TrialQuery("me+you@example.com", null, Channel.EMAIL, "a&b=c", null, "CM", null, null, null,
					slice.pageSize(), slice.page(), slice.limit());
		}

	};

	private final String key;

	private final String idName;

	private final Map<String, String> filters;

	Listing(String key, String idName, Map<String, String> filters) {
		this.key = key;
		this.idName = idName;
		this.filters = filters;
	}

	abstract PagedIterable<?> blocking(ReachClient client, Slice slice);

	abstract Flux<?> reactive(ReactiveReachClient client, Slice slice);

	String key() {
		return this.key;
	}

	String idName() {
		return this.idName;
	}

	Map<String, String> filters() {
		return this.filters;
	}

	static String id(Object item) {
		if (item instanceof MessagingItem message) {
			return String.valueOf(message.messageId());
		}
		if (item instanceof ConfigurationItem configuration) {
			return String.valueOf(configuration.configurationId());
		}
		if (item instanceof AuthenticationItem authentication) {
			return String.valueOf(authentication.authenticationId());
		}
		return String.valueOf(((AuthenticationTrialItem) item).trialId());
	}

	/**
	 * Which part of a list is asked for.
	 *
	 * @param pageSize the size of a page, or {@code null}
	 * @param page the first page, or {@code null}
	 * @param limit the largest number of records, or {@code null}
	 */
	record Slice(@Nullable Integer pageSize, @Nullable Integer page, @Nullable Long limit) {

		static final Slice ALL = new Slice(null, null, null);

		static Slice ofSize(int pageSize) {
			return new Slice(pageSize, null, null);
		}

		ListQuery query() {
			return new ListQuery(this.pageSize, this.page, this.limit);
		}

	}

}
