package dev.reach.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeclaredLength}.
 */
class DeclaredLengthTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Test
	void bodyOfTheDeclaredLengthPasses() {
		StepVerifier.create(held(5, Flux.just("ab", "cde"))).expectNext("ab", "cde").expectComplete().verify(TIMEOUT);
	}

	@Test
	void shorterBodyFails() {
		StepVerifier.create(held(5, Flux.just("ab")))
			.expectNext("ab")
			.expectErrorMatches((ex) -> ex instanceof IOException
					&& "The stream has fewer bytes than the 5 that were declared".equals(ex.getMessage()))
			.verify(TIMEOUT);
	}

	@Test
	void longerBodyFailsAndIsCancelled() {
		TestPublisher<String> source = TestPublisher.create();
		StepVerifier.create(held(3, source.flux()))
			.then(() -> source.next("ab", "cde"))
			.expectNext("ab")
			.expectErrorMessage("The stream has more bytes than the 3 that were declared")
			.verify(TIMEOUT);
		source.assertCancelled();
	}

	@Test
	void bodyThatIsCancelledIsNotTooShort() {
		TestPublisher<String> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		StepVerifier.create(held(5, source.flux()).doOnError(failure::set))
			.then(() -> source.next("ab"))
			.expectNext("ab")
			.thenCancel()
			.verify(TIMEOUT);
		source.complete();
		assertThat(failure).hasNullValue();
	}

	private static Flux<String> held(long length, Flux<String> body) {
		return Flux
			.from(DeclaredLength.hold("stream", length,
					body.map((text) -> (DataBuffer) DefaultDataBufferFactory.sharedInstance
						.wrap(text.getBytes(StandardCharsets.UTF_8)))))
			.map((buffer) -> buffer.toString(StandardCharsets.UTF_8));
	}

}
