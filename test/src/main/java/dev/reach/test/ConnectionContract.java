package dev.reach.test;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of connections: exchanges after and beside each other, and those that are
 * cancelled.
 */
abstract class ConnectionContract extends ResponseContract {

	final Disposable begin(Mono<?> exchange) {
		return exchange.subscribe((result) -> {
		}, (ex) -> {
		});
	}

	final @Nullable Throwable failure(Mono<?> exchange) {
		return exchange.then(Mono.<Throwable>empty()).onErrorResume(Mono::just).block(limit());
	}

	@Test
	void aSlowAnswerDoesNotHoldUpOthers() throws InterruptedException {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			WireRequest request = connection.readRequest();
			while (request != null) {
				if (request.target().equals("/slow")) {
					pass(gate);
				}
				connection.answer(request.target());
				request = connection.readRequest();
			}
		});
		BlockingQueue<String> answers = new LinkedBlockingQueue<>();
		begin(completed(request(HttpMethod.GET, "/slow").build()).flatMap(ReachHttpResponse::text)
			.doOnNext(answers::add));
		this.peer.awaitRequest(limit());
		for (int number = 0; number < 20; number++) {
			assertThat(exchange(request(HttpMethod.GET, "/" + number).build()).text().block()).isEqualTo("/" + number);
		}
		assertThat(answers).isEmpty();
		gate.release();
		assertThat(answers.poll(limit().toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("/slow");
	}

	@Test
	void subscriptionDoesNotWaitForTheAnswer() {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			pass(gate);
			connection.answer("body");
			connection.awaitEnd();
		});
		Mono<ReachHttpResponse> exchange = completed(post()).cache();
		begin(exchange);
		gate.release();
		assertThat(await(exchange).text().block()).isEqualTo("body");
	}

	@Test
	void aConnectionThatThePeerWillCloseIsNotUsedAgain() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
			connection.awaitEnd();
		});
		for (int call = 1; call <= 3; call++) {
			assertThat(exchange(post()).text().block()).isEqualTo("body");
			assertThat(this.peer.connections()).isEqualTo(call);
		}
	}

	@Test
	void aConnectionClosedWithoutNoticeHasNoRequestSentTwice() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.answer("body");
		});
		for (int call = 1; call <= 10; call++) {
			int before = this.peer.requests().size();
			Throwable failure = failure(completed(post()));
			if (failure != null) {
				assertThat(failure).isInstanceOf(ReachTransportException.class);
			}
			assertThat(this.peer.requests()).hasSizeLessThanOrEqualTo(before + 1);
		}
	}

	@Test
	void bodiesThatBreakOffLeaveRoomForOthers() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(ENDLESS).write("text");
			connection.awaitEnd();
		});
		for (int round = 0; round < 30; round++) {
			await(client().exchange(post())).cancel();
		}
		assertThat(this.peer.requests()).hasSize(30);
		answerAll(ReachHttpResponse.json(200, "{}"));
		assertThat(exchange(post()).status()).isEqualTo(200);
	}

	@Test
	void cancellationBeforeTheHeadClosesTheConnection() throws InterruptedException {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.awaitEnd();
		});
		Disposable exchange = begin(client().exchange(post()));
		this.peer.awaitRequest(limit());
		exchange.dispose();
		this.peer.awaitDeparture(limit());
		assertThat(this.peer.requests()).hasSize(1);
	}

	@Test
	void cancellationWithinTheHeadClosesTheConnection() throws InterruptedException {
		this.peer.onConnection((connection) -> {
			connection.readHead();
			connection.write("HTTP/1.1 200 OK\r\nContent-");
			connection.awaitEnd();
		});
		Disposable exchange = begin(client().exchange(post()));
		this.peer.awaitRequest(limit());
		exchange.dispose();
		this.peer.awaitDeparture(limit());
	}

	@Test
	void cancellationWithinTheBodyClosesTheConnection() throws InterruptedException {
		endlessBody();
		DataBuffer first = await(client().exchange(post()).flatMapMany(ReachHttpResponse::body).next());
		DataBufferUtils.release(first);
		this.peer.awaitDeparture(limit());
	}

	@Test
	void cancellationWhileTheBodyIsAwaitedClosesTheConnection() throws InterruptedException {
		endlessBody();
		BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
		Disposable body = await(client().exchange(post())).body().subscribe((buffer) -> {
			pieces.add("piece");
			DataBufferUtils.release(buffer);
		});
		assertThat(pieces.poll(limit().toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("piece");
		body.dispose();
		this.peer.awaitDeparture(limit());
	}

	@Test
	void aBodyThatNobodyWantsClosesTheConnection() throws InterruptedException {
		endlessBody();
		await(client().exchange(post())).cancel();
		this.peer.awaitDeparture(limit());
	}

	private void endlessBody() {
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			connection.write(ENDLESS).write("text");
			connection.awaitEnd();
		});
	}

	@Test
	void cancellationWhileTheRequestIsSentStopsItsBodyAndClosesTheConnection() throws InterruptedException {
		this.peer.onConnection((connection) -> {
			connection.readHead();
			connection.awaitEnd();
		});
		Sinks.Empty<String> cancelled = Sinks.empty();
		Flux<DataBuffer> endless = Flux.concat(Mono.fromSupplier(() -> buffer("one")), Mono.never())
			.doOnCancel(cancelled::tryEmitEmpty);
		Disposable exchange = begin(client().exchange(post(ReachHttpBody.stream(endless, MediaType.TEXT_PLAIN, -1))));
		this.peer.awaitRequest(limit());
		exchange.dispose();
		this.peer.awaitDeparture(limit());
		assertThat(failure(cancelled.asMono())).as("failure of the cancelled body").isNull();
	}

	@Test
	void cancellationAtOnceDoesNoHarm() {
		answerAll(ReachHttpResponse.json(200, "{}"));
		for (int round = 0; round < 30; round++) {
			begin(client().exchange(post())).dispose();
		}
		assertThat(exchange(post()).text().block()).isEqualTo("{}");
		assertThat(this.peer.requests()).hasSizeLessThanOrEqualTo(31);
	}

	@Test
	void cancellationOfOneLeavesOthersAlone() throws InterruptedException {
		Semaphore gate = new Semaphore(0);
		this.peer.onConnection((connection) -> {
			connection.readRequest();
			pass(gate);
			connection.answer("body");
			connection.awaitEnd();
		});
		ReachHttpRequest request = post();
		Disposable cancelled = begin(client().exchange(request));
		Mono<ReachHttpResponse> other = completed(request).cache();
		begin(other);
		this.peer.awaitRequest(limit());
		this.peer.awaitRequest(limit());
		cancelled.dispose();
		gate.release(2);
		assertThat(await(other).text().block()).isEqualTo("body");
		assertThat(this.peer.requests()).hasSize(2);
	}

}
