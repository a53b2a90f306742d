package dev.reach.test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.reach.http.ReachHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link ReachHttpClientContract} finds what is wrong with a transport.
 */
class ReachHttpClientContractTests {

	@ParameterizedTest
	@EnumSource
	void defectsAreFound(DefectiveTransport transport) {
		assertThat(failures(transport, transport.cases())).containsExactlyInAnyOrderElementsOf(transport.cases());
	}

	private static Set<String> failures(DefectiveTransport transport, List<String> cases) {
		Contract.transport = transport;
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(Contract.class))
			.filters((PostDiscoveryFilter) (test) -> FilterResult
				.includedIf(test.getSource().filter((source) -> isOneOf(cases, source)).isPresent()))
			.build();
		Failures failures = new Failures();
		LauncherFactory.create().execute(request, failures);
		return failures.cases;
	}

	private static boolean isOneOf(List<String> cases, TestSource source) {
		return source instanceof MethodSource method && cases.contains(method.getMethodName());
	}

	/**
	 * The kit as the author of a defective transport runs it.
	 */
	static class Contract extends ReachHttpClientContract {

		static DefectiveTransport transport = DefectiveTransport.FOLLOWS_REDIRECTS;

		@Override
		protected ReachHttpClient create(URI host) {
			return transport::exchange;
		}

		@Override
		protected boolean repeatsLostReads() {
			return true;
		}

		@Override
		protected Duration limit() {
			return Duration.ofSeconds(1);
		}

	}

	/**
	 * Notes the cases that fail.
	 */
	private static final class Failures implements TestExecutionListener {

		private final Set<String> cases = new TreeSet<>();

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (result.getStatus() == TestExecutionResult.Status.FAILED) {
				test.getSource()
					.filter(MethodSource.class::isInstance)
					.map(MethodSource.class::cast)
					.ifPresent((method) -> this.cases.add(method.getMethodName()));
			}
		}

	}

}
