package dev.reach.host;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachConnectException;
import dev.reach.http.BaseUrl;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CallHosts}, {@link Candidates} and {@link Hosts}.
 */
class CallHostsTests {

	private static final Mono<ReachHttpResponse> REFUSED = Mono
		.error(() -> new ReachConnectException("refused", null, Delivery.NOT_SENT));

	private static final Mono<ReachHttpResponse> DONE = Mono.just(ReachHttpResponse.of(200));

	private static final Mono<ReachHttpResponse> BROKEN = Mono.just(ReachHttpResponse.of(500));

	private static final HostSelector FIRST_CANDIDATE = (hosts, candidates) -> candidates.get(0);

	private static final HostSelector FIRST_HOST = (hosts, candidates) -> hosts.get(0);

	private final TestTicker ticker = new TestTicker();

	private final List<String> asked = new ArrayList<>();

	@Test
	void hostThatIsWellStaysACandidateButTheCallGoesToTheNext() {
		List<URI> all = List.of(uri("a"), uri("b"), uri("c"));
		CallHosts call = hosts((hosts, candidates) -> {
			assertThat(hosts).isEqualTo(all);
			assertThat(candidates).isEqualTo(all);
			return candidates.get(2);
		}, "a", "b", "c").newCall();
		ask(call, BROKEN, BROKEN, BROKEN);
		assertThat(this.asked).containsExactly("c", "a", "b");
	}

	@Test
	void thereIsAnotherUntilAllWereAsked() {
		CallHosts call = hosts(FIRST_CANDIDATE, "a", "b", "c").newCall();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isTrue();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isTrue();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isFalse();
	}

	@Test
	void aRepeatGoesToAnotherHost() {
		CallHosts call = hosts(FIRST_CANDIDATE, "a", "b").newCall();
		ask(call, BROKEN);
		call.beginRound();
		ask(call, BROKEN);
		call.beginRound();
		ask(call, BROKEN);
		assertThat(this.asked).containsExactly("a", "b", "a");
	}

	@Test
	void inANewRoundTheHostThatWasAskedLastComesAfterTheOthers() {
		CallHosts call = hosts(FIRST_CANDIDATE, "a", "b").newCall();
		ask(call, BROKEN);
		call.beginRound();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isTrue();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isFalse();
		assertThat(this.asked).containsExactly("a", "b", "a");
	}

	@Test
	void aRepeatGoesToTheSameHostIfTheOtherIsPassedOver() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		CallHosts call = hosts.newCall();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isFalse();
		call.beginRound();
		ask(call, DONE);
		assertThat(this.asked).containsExactly("a", "b", "b");
	}

	@Test
	void healthIsSharedByTheCalls() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		ask(hosts.newCall(), DONE);
		this.ticker.advance(Outage.FIRST);
		ask(hosts.newCall(), DONE);
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "b", "a", "a");
	}

	@Test
	void roundRobinSkipsAHostThatIsPassedOver() {
		Hosts hosts = hosts(HostSelector.roundRobin(), "a", "b", "c");
		ask(hosts.newCall(), DONE);
		ask(hosts.newCall(), REFUSED);
		for (int call = 0; call < 4; call++) {
			ask(hosts.newCall(), DONE);
		}
		this.ticker.advance(Outage.FIRST);
		ask(hosts.newCall(), DONE);
		ask(hosts.newCall(), DONE);
		assertThat(String.join("", this.asked)).isEqualTo("abcacabc");
	}

	@Test
	void oneAttemptTriesAHostWhileTheOthersPassItOver() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Outage.FIRST);
		Disposable attempt = begin(hosts.newCall());
		ask(hosts.newCall(), DONE);
		attempt.dispose();
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "a", "b", "a");
	}

	@Test
	void aHostThatIsDueButNotChosenIsLeftToOthers() {
		AtomicReference<URI> choice = new AtomicReference<>(uri("a"));
		Hosts hosts = hosts((all, candidates) -> choice.get(), "a", "b");
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Outage.FIRST);
		choice.set(uri("b"));
		CallHosts call = hosts.newCall();
		ask(call, DONE);
		assertThat(call.hasOther()).isTrue();
	}

	@Test
	void ifNoHostIsWellTheSoonestDueIsAskedFirstAndEachOnceARound() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b", "c");
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Outage.FIRST);
		ask(hosts.newCall(), REFUSED);
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Duration.ofMillis(10));
		ask(hosts.newCall(), REFUSED);
		this.asked.clear();
		CallHosts call = hosts.newCall();
		for (int attempt = 1; attempt <= 3; attempt++) {
			ask(call, REFUSED);
			assertThat(call.hasOther()).isEqualTo(attempt < 3);
		}
		assertThat(this.asked).containsExactly("b", "c", "a");
	}

	@Test
	void aSuccessAtAHostThatIsPassedOverMakesItWell() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		ask(hosts.newCall(), REFUSED);
		ask(hosts.newCall(), DONE);
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "b", "a", "a");
		assertThat(hosts.newCall().hasOther()).isTrue();
	}

	@Test
	void aHostThatIsPassedOverIsNoOtherIfOneIsWell() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		CallHosts call = hosts.newCall();
		ask(call, BROKEN);
		assertThat(call.hasOther()).isFalse();
		this.ticker.advance(Outage.FIRST);
		assertThat(call.hasOther()).isTrue();
	}

	@Test
	void attemptsSideBySideGoToDifferentHosts() {
		CallHosts call = hosts(FIRST_CANDIDATE, "a", "b").newCall();
		begin(call);
		begin(call);
		begin(call);
		assertThat(this.asked).containsExactly("a", "b", "a");
	}

	@Test
	void theHostIsChosenOnSubscription() {
		CallHosts call = hosts(FIRST_CANDIDATE, "a", "b").newCall();
		Mono<ReachHttpResponse> attempt = attempt(call, DONE);
		assertThat(this.asked).isEmpty();
		attempt.block();
		attempt.block();
		assertThat(this.asked).containsExactly("a", "b");
	}

	@Test
	void withTheSingleSelectorThereIsOneHost() {
		Hosts hosts = hosts(HostSelector.single(), "a", "b");
		CallHosts call = hosts.newCall();
		for (int round = 0; round < 3; round++) {
			ask(call, REFUSED);
			assertThat(call.hasOther()).isFalse();
			call.beginRound();
		}
		assertThat(this.asked).containsExactly("a", "a", "a");
		assertThat(hosts.baseUrls()).hasSize(2);
	}

	@Test
	void aSelectorThatInsistsOnAHostGetsItOnceARound() {
		CallHosts call = hosts(FIRST_HOST, "a", "b", "c").newCall();
		ask(call, BROKEN, BROKEN, BROKEN);
		assertThat(call.hasOther()).isFalse();
		call.beginRound();
		ask(call, BROKEN);
		assertThat(this.asked).containsExactly("a", "b", "c", "a");
	}

	@Test
	void aSelectorMayChooseAHostThatIsPassedOver() {
		Hosts hosts = hosts(FIRST_HOST, "a", "b");
		ask(hosts.newCall(), REFUSED);
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "a");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://elsewhere.localhost", "http://a.localhost/", "a", "http://user:secret@a.localhost" })
	void aSelectorThatReturnsNoneOfTheHostsIsRefused(URI selected) {
		CallHosts call = hosts((hosts, candidates) -> selected, "a", "b").newCall();
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> attempt(call, DONE).block())
			.withMessageMatching(
					"The HostSelector dev\\.reach\\.host\\.CallHostsTests\\S+ returned a URI that is none of the hosts "
							+ "\\[http://a\\.localhost, http://b\\.localhost\\]; it must return one of those it is given")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(this.asked).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void aSelectorThatReturnsNothingIsRefused() {
		CallHosts call = hosts((hosts, candidates) -> null, "a", "b").newCall();
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> attempt(call, DONE).block());
	}

	@Test
	void aSelectorThatFailsKeepsNoHostFromBeingTried() {
		AtomicReference<HostSelector> selector = new AtomicReference<>(FIRST_CANDIDATE);
		Hosts hosts = hosts((all, candidates) -> selector.get().select(all, candidates), "a", "b");
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Outage.FIRST);
		selector.set((all, candidates) -> {
			throw new IllegalStateException("no choice");
		});
		assertThatIllegalStateException().isThrownBy(() -> attempt(hosts.newCall(), DONE).block())
			.withMessage("no choice");
		selector.set(FIRST_CANDIDATE);
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "a");
	}

	@Test
	void anAttemptThatCannotBeginKeepsNoHostFromBeingTried() {
		Hosts hosts = hosts(FIRST_CANDIDATE, "a", "b");
		ask(hosts.newCall(), REFUSED);
		this.ticker.advance(Outage.FIRST);
		assertThatIllegalStateException().isThrownBy(() -> hosts.newCall().attempt((host) -> {
			throw new IllegalStateException("not begun");
		}).block()).withMessage("not begun");
		ask(hosts.newCall(), DONE);
		assertThat(this.asked).containsExactly("a", "a");
	}

	@Test
	void oneHostIsAskedWithoutFurtherAdo() {
		Hosts hosts = new Hosts(List.of(host("a")), (all, candidates) -> {
			throw new IllegalStateException("asked");
		}, () -> {
			throw new IllegalStateException("timed");
		});
		CallHosts call = hosts.newCall();
		ask(call, REFUSED, DONE);
		assertThat(call.hasOther()).isFalse();
		call.beginRound();
		ask(call, DONE);
		assertThat(this.asked).containsExactly("a", "a", "a");
	}

	@Test
	void aHostThatIsListedTwiceIsRefused() {
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> hosts(FIRST_CANDIDATE, "a", "b", "a"))
			.withMessage("The base URL http://a.localhost is listed twice; list each host once");
	}

	private Hosts hosts(HostSelector selector, String... names) {
		return new Hosts(Arrays.stream(names).map(CallHostsTests::host).toList(), selector, this.ticker);
	}

	@SafeVarargs
	private void ask(CallHosts call, Mono<ReachHttpResponse>... outcomes) {
		for (Mono<ReachHttpResponse> outcome : outcomes) {
			attempt(call, outcome).onErrorComplete(ReachConnectException.class).block();
		}
	}

	private Disposable begin(CallHosts call) {
		return attempt(call, Mono.never()).subscribe();
	}

	private Mono<ReachHttpResponse> attempt(CallHosts call, Mono<ReachHttpResponse> outcome) {
		return call.attempt((host) -> {
			this.asked.add(host.baseUrl().uri().getHost().substring(0, 1));
			return outcome;
		});
	}

	private static Host host(String name) {
		return new Host(new BaseUrl(uri(name)), ReachHttpClient.fixed(ReachHttpResponse.of(200)));
	}

	private static URI uri(String name) {
		return URI.create("http://" + name + ".localhost");
	}

}
