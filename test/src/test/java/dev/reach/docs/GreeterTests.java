package dev.reach.docs;

import dev.reach.error.ReachServerException;
import dev.reach.http.ReachHttpResponse;
import dev.reach.test.MockReachServer;
import dev.reach.test.ReachClientTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The example of a test slice.
 */
@ReachClientTest(Greeter.class)
class GreeterTests {

	@Autowired
	private Greeter greeter;

	@Autowired
	private MockReachServer server;

	@Test
	void greetsByMessage() {
		this.greeter.greet("+15558675310");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void reportsThatTheServiceIsDown() {
		this.server.enqueue(ReachHttpResponse.json(503, "{\"errorCode\":503}"));
		assertThatExceptionOfType(ReachServerException.class).isThrownBy(() -> this.greeter.greet("+15558675310"));
	}

}
