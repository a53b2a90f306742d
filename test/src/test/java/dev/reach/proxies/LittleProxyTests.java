package dev.reach.proxies;

import java.io.IOException;
import java.util.List;

import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Tests that messages pass a {@link LittleProxy}. They need nothing installed.
 */
class LittleProxyTests extends AuthenticatingProxyContract {

	@AutoClose
	private final TestProxy open = LittleProxy.start();

	@AutoClose
	private final TestProxy closed = LittleProxy.start(USERNAME, PASSWORD);

	@Override
	TestProxy proxy(SimulatedTarget target) {
		return this.closed;
	}

	@Override
	List<String> logged(String request, int status) {
		return List.of(request);
	}

	@Test
	void sendsInAbsoluteForm() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.http()) {
			RecordedRequest request = ProxiedApplication.to(target).through(this.open.url("")).send();
			await(this.open, target, List.of("POST " + target.url() + request.getTarget()));
		}
	}

	@Test
	void sendsThroughATunnel() throws IOException {
		try (SimulatedTarget target = SimulatedTarget.https()) {
			ProxiedApplication.byName(target).through(this.open.url("")).send();
			await(this.open, target, List.of("CONNECT %s:%d".formatted(SimulatedTarget.HOST, target.port())));
		}
	}

}
