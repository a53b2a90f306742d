package dev.reach.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the rest of the client relies on in each {@link ReachHttpClient}, one that has no
 * wire included. Extend it in the tests of a transport that answers from memory; extend
 * {@link ReachHttpClientContract} in those of one that opens connections. It needs JUnit
 * Jupiter with its parameterized tests, and AssertJ.
 *
 * @since 0.1.0
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class HttpExchangeContract {

	// Enough for a request that was sent too early to arrive among them.
	private static final int OTHERS = 20;

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private @Nullable ReachHttpClient client;

	/**
	 * Create the transport under test, called at most a few times in a test. It is closed
	 * after the test if it is {@link AutoCloseable}.
	 * @param host the base URL of the host it talks to
	 * @return a new transport
	 */
	protected abstract ReachHttpClient create(URI host);

	/**
	 * Return the host the requests of a test go to.
	 * @return a base URL without a path
	 */
	protected abstract URI host();

	/**
	 * Answer each request of the test from now on.
	 * @param answers makes the answer to a request whose body was read to completion;
	 * safe for use by several threads
	 */
	protected abstract void answer(Function<ReachHttpRequest, ReachHttpResponse> answers);

	/**
	 * Return the requests received in this test.
	 * @return the requests in the order in which they came, bodies read to completion
	 */
	protected abstract List<ReachHttpRequest> received();

	/**
	 * Return how long a test waits for something that has to happen.
	 * @return the time, 20 seconds if not overridden
	 */
	protected Duration limit() {
		return Duration.ofSeconds(20);
	}

	@AfterEach
	final void closeTransports() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
		this.client = null;
	}

	final ReachHttpClient client() {
		ReachHttpClient client = this.client;
		if (client == null) {
			client = clientOf(host());
			this.client = client;
		}
		return client;
	}

	final ReachHttpClient clientOf(URI host) {
		ReachHttpClient client = create(host);
		if (client instanceof AutoCloseable closeable) {
			this.opened.push(closeable);
		}
		return client;
	}

	final ReachHttpRequest.Builder request(HttpMethod method, String target) {
		return ReachHttpRequest.builder(method, host() + target);
	}

	final ReachHttpRequest post(ReachHttpBody body) {
		return request(HttpMethod.POST, "/path").body(body).build();
	}

	final ReachHttpResponse exchange(ReachHttpRequest request) {
		return await(completed(request));
	}

	final Mono<ReachHttpResponse> completed(ReachHttpRequest request) {
		return client().exchange(request).flatMap((response) -> response.bytes().map(response::withBytes));
	}

	final <T> T await(Mono<T> result) {
		return Objects.requireNonNull(result.block(limit()));
	}

	final void answerAll(ReachHttpResponse answer) {
		answer((request) -> answer);
	}

	final ReachHttpRequest receivedFrom(ReachHttpRequest request) {
		answerAll(ReachHttpResponse.of(200));
		assertThat(exchange(request).status()).isEqualTo(200);
		assertThat(received()).hasSize(1);
		return received().get(0);
	}

	static byte[] eachByte() {
		byte[] bytes = new byte[256];
		IntStream.range(0, bytes.length).forEach((value) -> bytes[value] = (byte) value);
		return bytes;
	}

	static byte[] megabyte() {
		byte[] bytes = new byte[1024 * 1024];
		new Random(1).nextBytes(bytes);
		return bytes;
	}

	static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	static ReachHttpBody stream(long length, String... parts) {
		return ReachHttpBody.stream(Flux.fromArray(parts).map(HttpExchangeContract::buffer), MediaType.TEXT_PLAIN,
				length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void eachMethodArrives(String method) {
		ReachHttpRequest received = receivedFrom(request(HttpMethod.valueOf(method), "/path").build());
		assertThat(received.method()).hasToString(method);
		assertThat(received.body().isNone()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%2Fb/c%20d/%C3%A9", "/path;v=1/@:$,~'()*", "/path?q=%2B1+2%20&q=two&r=%26%3D%25",
			"/path?empty=&flag&x=a/b?c", "/path?q=%c3%a9", "/a//b/./c/../d" })
	void pathAndQueryArriveAsTheyAre(String target) {
		ReachHttpRequest received = receivedFrom(request(HttpMethod.GET, target).build());
		assertThat(received.uri()).hasToString(host() + target);
	}

	@Test
	void eachValueOfAHeaderArrives() {
		ReachHttpRequest received = receivedFrom(
				request(HttpMethod.GET, "/path").header("X-Many", "one", "two, three", "one").build());
		assertThat(received.headers().get("X-Many")).containsExactly("one", "two, three", "one");
	}

	@Test
	void headersThatAreOftenAddedArriveOnceAsTheyAre() {
		ReachHttpRequest received = receivedFrom(request(HttpMethod.GET, "/path").header("User-Agent", "shop/1")
			.header("Accept", "application/json")
			.header("Authorization", "Basic Zm9vOmJhcg==")
			.header("Cookie", "a=1; b=2")
			.build());
		assertThat(received.headers().get("User-Agent")).containsExactly("shop/1");
		assertThat(received.headers().get("Accept")).containsExactly("application/json");
		assertThat(received.headers().get("Authorization")).containsExactly("Basic Zm9vOmJhcg==");
		assertThat(received.headers().get("Cookie")).containsExactly("a=1; b=2");
	}

	@Test
	void eachByteOfARequestArrives() {
		ReachHttpRequest received = receivedFrom(
				post(ReachHttpBody.bytes(eachByte(), MediaType.APPLICATION_OCTET_STREAM)));
		assertThat(received.body().bytes()).isEqualTo(eachByte());
	}

	@Test
	void aLargeRequestArrives() {
		ReachHttpRequest received = receivedFrom(
				post(ReachHttpBody.bytes(megabyte(), MediaType.APPLICATION_OCTET_STREAM)));
		assertThat(received.body().bytes()).isEqualTo(megabyte());
	}

	@Test
	void aFormArrives() {
		ReachHttpRequest received = receivedFrom(
				post(ReachHttpBody.form(Map.of("dest", List.of("+1 555", "&=%", "é")))));
		assertThat(received.body().bytes()).asString().isEqualTo("dest=%2B1+555&dest=%26%3D%25&dest=%C3%A9");
		assertThat(received.body().contentType()).isEqualTo(MediaType.APPLICATION_FORM_URLENCODED);
	}

	@Test
	void theMediaTypeOfTheBodyArrives() {
		ReachHttpRequest received = receivedFrom(
				post(ReachHttpBody.text("é", MediaType.parseMediaType("text/csv;charset=UTF-8;header=present"))));
		assertThat(received.body().contentType()).hasToString("text/csv;charset=UTF-8;header=present");
		assertThat(received.body().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("é");
	}

	@Test
	void aResourceArrivesEachTimeItIsSent() {
		ReachHttpRequest request = post(
				ReachHttpBody.resource(new ByteArrayResource(eachByte()), MediaType.APPLICATION_OCTET_STREAM));
		assertThat(receivedFrom(request).body().bytes()).isEqualTo(eachByte());
		exchange(request);
		assertThat(received()).last().satisfies((again) -> assertThat(again.body().bytes()).isEqualTo(eachByte()));
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, 9 })
	void aStreamArrives(long length) {
		ReachHttpRequest received = receivedFrom(post(stream(length, "one", "two", "six")));
		assertThat(received.body().bytes()).asString().isEqualTo("onetwosix");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 204, 206, 299, 300, 304, 400, 401, 403, 404, 405, 407, 408, 409, 410, 413, 417,
			421, 422, 425, 429, 451, 499, 500, 501, 502, 503, 504, 511, 599 })
	void eachStatusIsReturned(int status) {
		answerAll(ReachHttpResponse.of(status));
		assertThat(exchange(post(stream(-1, "text"))).status()).isEqualTo(status);
		assertThat(received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 299, 301, 400, 401, 500, 503, 599 })
	void theBodyOfEachStatusIsReturned(int status) {
		answerAll(ReachHttpResponse.json(status, "{\"errorCode\":1}"));
		ReachHttpResponse response = exchange(request(HttpMethod.GET, "/path").build());
		assertThat(response.headers().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(response.text().block()).isEqualTo("{\"errorCode\":1}");
	}

	@Test
	void eachValueOfAHeaderIsReturned() {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll("Set-Cookie", List.of("a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "a=3"));
		answerAll(ReachHttpResponse.of(200, headers, new byte[0]));
		assertThat(exchange(request(HttpMethod.GET, "/path").build()).headers().get("Set-Cookie"))
			.containsExactly("a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "a=3");
	}

	@Test
	void namesOfHeadersHaveNoCase() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("x-RATE-limit", "7");
		answerAll(ReachHttpResponse.of(200, headers, new byte[0]));
		HttpHeaders returned = exchange(request(HttpMethod.GET, "/path").build()).headers();
		assertThat(returned.getFirst("X-Rate-Limit")).isEqualTo("7");
		assertThat(returned.getFirst("X-RATE-LIMIT")).isEqualTo("7");
	}

	@Test
	void eachByteOfAResponseIsReturned() {
		answerAll(ReachHttpResponse.of(200, new HttpHeaders(), eachByte()));
		assertThat(exchange(request(HttpMethod.GET, "/path").build()).bytes().block()).isEqualTo(eachByte());
	}

	@Test
	void aLargeResponseIsReturned() {
		answerAll(ReachHttpResponse.of(200, new HttpHeaders(), megabyte()));
		assertThat(exchange(request(HttpMethod.GET, "/path").build()).bytes().block()).isEqualTo(megabyte());
	}

	@Test
	void anEmptyResponseIsReturned() {
		answerAll(ReachHttpResponse.of(200));
		assertThat(exchange(request(HttpMethod.GET, "/path").build()).bytes().block()).isEmpty();
	}

	@Test
	void nothingIsSentBeforeSubscription() {
		answer((request) -> ReachHttpResponse.json(200, "{}"));
		Mono<ReachHttpResponse> first = completed(request(HttpMethod.GET, "/first").build());
		for (int others = 1; others <= OTHERS; others++) {
			exchange(request(HttpMethod.GET, "/other").build());
			assertThat(received()).extracting((request) -> request.uri().getPath())
				.hasSize(others)
				.containsOnly("/other");
		}
		await(first);
		assertThat(received()).hasSize(OTHERS + 1)
			.last()
			.satisfies((request) -> assertThat(request.uri().getPath()).isEqualTo("/first"));
	}

	@Test
	void eachSubscriptionSends() {
		answer((request) -> ReachHttpResponse.of(200, new HttpHeaders(), request.body().bytes()));
		Mono<String> exchange = echo("text");
		assertThat(await(exchange)).isEqualTo("text");
		assertThat(await(exchange)).isEqualTo("text");
		assertThat(received()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void aRedirectIsReturnedAndNotFollowed(int status) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Location", host() + "/other");
		answer((request) -> request.uri().getPath().equals("/other") ? ReachHttpResponse.of(200)
				: ReachHttpResponse.of(status, headers, new byte[0]));
		ReachHttpResponse response = exchange(request(HttpMethod.GET, "/path").build());
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers().getFirst("Location")).isEqualTo(host() + "/other");
		assertThat(received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504 })
	void aFailureOfTheServiceIsReturnedAndNotRepeated(int status) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Retry-After", "0");
		answer((request) -> (received().size() > 1) ? ReachHttpResponse.of(200)
				: ReachHttpResponse.of(status, headers, new byte[0]));
		assertThat(exchange(request(HttpMethod.GET, "/path").build()).status()).isEqualTo(status);
		assertThat(received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 407 })
	void aDemandForCredentialsIsReturnedAndNotAnswered(int status) {
		HttpHeaders headers = new HttpHeaders();
		String challenge = (status == 401) ? "WWW-Authenticate" : "Proxy-Authenticate";
		headers.add(challenge, "Basic realm=\"api\"");
		answerAll(ReachHttpResponse.of(status, headers, new byte[0]));
		ReachHttpResponse response = exchange(
				request(HttpMethod.GET, "/path").header("Authorization", "Basic Zm9vOmJhcg==").build());
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.headers().getFirst(challenge)).isEqualTo("Basic realm=\"api\"");
		assertThat(received()).hasSize(1);
	}

	@Test
	void noCredentialsAreAdded() {
		ReachHttpRequest received = receivedFrom(request(HttpMethod.GET, "/path").build());
		assertThat(received.headers().headerNames()).doesNotContain("Authorization", "Proxy-Authorization", "Cookie");
	}

	@Test
	void cookiesAreNotKept() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Set-Cookie", "session=1; Path=/");
		answerAll(ReachHttpResponse.of(200, headers, new byte[0]));
		exchange(request(HttpMethod.GET, "/path").build());
		exchange(request(HttpMethod.GET, "/path").build());
		assertThat(received()).hasSize(2).allSatisfy((request) -> assertThat(request.headers().get("Cookie")).isNull());
	}

	@Test
	void bodiesThatAreReadDiscardedOrCancelledLeaveRoomForOthers() {
		answerAll(ReachHttpResponse.json(200, "{\"messageId\":\"MID1\"}"));
		for (int round = 0; round < 30; round++) {
			ReachHttpRequest request = request(HttpMethod.GET, "/path").build();
			assertThat(exchange(request).text().block()).isEqualTo("{\"messageId\":\"MID1\"}");
			client().exchange(request).flatMap(ReachHttpResponse::discard).block(limit());
			await(client().exchange(request)).cancel();
		}
		assertThat(received()).hasSize(90);
	}

	@Test
	void eachOfManyAtOnceGetsItsOwnAnswer() {
		answer((request) -> ReachHttpResponse.of(200, new HttpHeaders(), request.body().bytes()));
		List<String> texts = IntStream.range(0, 20).mapToObj((number) -> "text " + number).toList();
		List<String> answers = await(
				Flux.fromIterable(texts).flatMapSequential(this::echo, texts.size()).collectList());
		assertThat(answers).isEqualTo(texts);
		assertThat(received()).hasSize(20);
	}

	private Mono<String> echo(String text) {
		return client().exchange(post(ReachHttpBody.text(text, MediaType.TEXT_PLAIN))).flatMap(ReachHttpResponse::text);
	}

}
