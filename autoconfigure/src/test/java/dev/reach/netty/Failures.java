package dev.reach.netty;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

import dev.reach.ReachClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachException;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import org.assertj.core.api.Assertions;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClientException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes calls fail that hold a secret wherever there is room for one, and checks that the
 * failure names the call and shows none of them.
 */
public final class Failures {

	/**
	 * What a test server may answer to see whether it gets into a message.
	 */
	public static final String PEER_TEXT = "canary-peer-text";

	private static final String PATH = "/rest/messaging/v1/create";

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private Failures() {
	}

	public static ReachHttpRequest post() {
		return request(HttpMethod.POST);
	}

	public static ReachHttpRequest request(HttpMethod method) {
		return ReachHttpRequest.builder(method, PATH + "?messageId=canary-query")
			.header("X-Test", "canary-header")
			.body(ReachHttpBody.text("canary-body", MediaType.TEXT_PLAIN))
			.build();
	}

	/**
	 * Post to a server that does not take it well.
	 * @param client the client
	 * @param type the type the failure must have
	 * @param delivery what the failure must say about the fate of the request
	 * @param what what its message must start with
	 * @param <T> the type
	 * @return the failure
	 */
	public static <T extends ReachException> T ofPost(ReachClient client, Class<T> type, Delivery delivery,
			String what) {
		return of(client.reactive().http().request(post()), type, delivery, what);
	}

	/**
	 * Wait for a call to fail.
	 * @param call a call of {@link #post()} or {@link #request(HttpMethod)}
	 * @param type the type the failure must have
	 * @param delivery what the failure must say about the fate of the request
	 * @param what what its message must start with
	 * @param <T> the type
	 * @return the failure
	 */
	public static <T extends ReachException> T of(Mono<?> call, Class<T> type, Delivery delivery, String what) {
		Throwable thrown = Assertions.catchThrowable(() -> call.block(LIMIT));
		assertThat(thrown).isExactlyInstanceOf(type);
		T failure = type.cast(thrown);
		assertThat(failure.delivery()).isEqualTo(delivery);
		assertThat(failure.getMessage()).startsWith(what).contains(PATH).containsPattern("[A-Z]{3,} https?://[^/]+/");
		assertThat(failure.getMessage()).doesNotContain("null", "?messageId");
		if (failure instanceof ReachTransportException) {
			assertThat(failure.getMessage()).endsWith((delivery == Delivery.NOT_SENT) ? "; it was not sent"
					: "; it was sent and may have been carried out");
		}
		assertThatNothingSecretIsIn(stackTraceOf(failure));
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			assertThat(cause).as("a cause that holds the headers of the request")
				.isNotInstanceOf(WebClientException.class);
		}
		return failure;
	}

	public static void assertThatNothingSecretIsIn(String text) {
		assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain(TestClients.API_USER, TestClients.API_KEY,
				"canary-query", "canary-header", "canary-body", Proxies.PASSWORD,
				Proxies.BASIC.toLowerCase(Locale.ROOT), PEER_TEXT,
				HexFormat.of().formatHex(PEER_TEXT.getBytes(StandardCharsets.UTF_8)));
	}

	public static String stackTraceOf(Throwable thrown) {
		StringWriter text = new StringWriter();
		thrown.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
