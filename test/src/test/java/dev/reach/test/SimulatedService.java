package dev.reach.test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.reach.ReachClient;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.resilience.Resilience;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a {@link MockReachServer} and a client for each test, and lets the test fail if
 * an answer broke the contract.
 */
final class SimulatedService implements AfterEachCallback {

	private final MutableClock clock = new MutableClock(ContractCall.NOW);

	private final MockReachServer server = MockReachServer.start(this.clock);

	private final ContractCheck contract = new ContractCheck();

	private final ReachClient client = ReachClient.builder()
		.baseUrl(this.server.baseUrl())
		.credentials(ReachCredentialsProvider.of(this.server.credentials()))
		.middleware(this.contract)
		.clock(this.clock)
		.resilience(Resilience.none())
		.build();

	@Override
	public void afterEach(ExtensionContext context) {
		this.client.close();
		this.server.close();
		assertThat(this.contract.problems()).isEmpty();
	}

	MutableClock clock() {
		return this.clock;
	}

	MockReachServer server() {
		return this.server;
	}

	ReachClient client() {
		return this.client;
	}

	ContractCheck contract() {
		return this.contract;
	}

	/**
	 * Send a form without the checks that the declared operations make first.
	 * @param path the path
	 * @param namesAndValues the form
	 * @return the answer
	 */
	ReachHttpResponse post(String path, String... namesAndValues) {
		Map<String, List<String>> form = new TreeMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			form.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
		}
		return this.client.http().post(path, ReachHttpBody.form(form));
	}

	ReachHttpResponse get(String uri) {
		return this.client.http().request(ReachHttpRequest.builder(HttpMethod.GET, uri).build());
	}

}
