package dev.reach.proxy;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyResolver}.
 */
class ProxyResolverTests {

	private static final URI HTTP = URI.create("http://api.test");

	private static final URI HTTPS = URI.create("HTTPS://api.test");

	private static final ReachProxy PROXY = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128, null);

	private static final ProxyDecision VIA = ProxyDecision.via(PROXY, "first");

	private static final ProxyDecision DIRECT = ProxyDecision.direct("second");

	private static final ProxyDecision UNDECIDED = ProxyDecision.undecided();

	@Test
	void theSchemeOfTheTargetDecides() {
		ProxyResolver resolver = ProxyResolver.byScheme(VIA, DIRECT);
		assertThat(resolver.resolve(HTTP)).isEqualTo(VIA);
		assertThat(resolver.resolve(HTTPS)).isEqualTo(DIRECT);
		assertThat(resolver.resolve(URI.create("ftp://api.test"))).isEqualTo(UNDECIDED);
	}

	@Test
	void theFirstThatHasDecidedWins() {
		assertThat(firstOf(VIA, DIRECT)).isEqualTo(VIA);
		assertThat(firstOf(DIRECT, VIA)).isEqualTo(DIRECT);
		assertThat(firstOf(UNDECIDED, VIA)).isEqualTo(VIA);
		assertThat(firstOf(UNDECIDED, UNDECIDED)).isEqualTo(UNDECIDED);
		assertThat(firstOf()).isEqualTo(UNDECIDED);
	}

	@Test
	void anExceptionConcernsTargetsThatHaveAProxyOnly() {
		assertThat(((ProxyResolver) (target) -> VIA).except((target) -> true, "NO_PROXY").resolve(HTTP))
			.isEqualTo(ProxyDecision.direct("NO_PROXY"));
		assertThat(((ProxyResolver) (target) -> VIA).except((target) -> false, "NO_PROXY").resolve(HTTP))
			.isEqualTo(VIA);
		assertThat(((ProxyResolver) (target) -> UNDECIDED).except((target) -> true, "NO_PROXY").resolve(HTTP))
			.isEqualTo(UNDECIDED);
	}

	@Test
	void credentialsGoToProxiesOnly() {
		ProxyCredentials credentials = ProxyCredentials.of("user", "password");
		ProxyResolver resolver = ProxyResolver.byScheme(VIA, DIRECT).withCredentials(credentials);
		assertThat(resolver.resolve(HTTP)).isEqualTo(ProxyDecision.via(PROXY.withCredentials(credentials), "first"));
		assertThat(resolver.resolve(HTTPS)).isEqualTo(DIRECT);
	}

	private static ProxyDecision firstOf(ProxyDecision... decisions) {
		return ProxyResolver
			.firstOf(List.of(decisions).stream().<ProxyResolver>map((decision) -> (target) -> decision).toList())
			.resolve(HTTP);
	}

}
