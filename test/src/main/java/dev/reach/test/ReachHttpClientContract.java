package dev.reach.test;

import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the rest of the client relies on in each {@link ReachHttpClient} that opens
 * connections. Extend it in the tests of a transport, in a class that does nothing else,
 * and create the transport there as the application does. Its tests talk to a peer on a
 * free loopback port that does to them what servers and networks do. It needs JUnit
 * Jupiter with its parameterized tests, and AssertJ.
 * <p>
 * A transport needs no time limits of its own except one to connect: a call that takes
 * too long is cancelled by the client, and what cancellation has to do is part of this.
 *
 * @since 0.1.0
 */
public abstract class ReachHttpClientContract extends FailureContract {

	/**
	 * Return whether the library under the transport sends a GET or a HEAD once more by
	 * itself when the connection is closed before an answer, and cannot be told not to.
	 * Nothing else may ever be sent twice.
	 * @return {@code false} if not overridden
	 */
	protected boolean repeatsLostReads() {
		return false;
	}

	@Test
	void aReadThatIsLostIsRepeatedOnlyIfDeclared() {
		this.peer.onConnection((connection) -> connection.readRequest());
		assertThat(failure(completed(get()))).isInstanceOf(ReachTransportException.class);
		if (repeatsLostReads()) {
			assertThat(this.peer.requests()).hasSizeGreaterThan(1)
				.allSatisfy((request) -> assertThat(request.line()).isEqualTo("GET /path HTTP/1.1"));
		}
		else {
			assertThat(this.peer.requests()).hasSize(1);
		}
	}

}
