package dev.reach.gateway;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TrustedProxies}.
 */
class TrustedProxiesTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false", "10.0.0.0/8, 10.255.0.1, true",
			"10.0.0.0/8, 11.0.0.1, false", "192.0.2.128/25, 192.0.2.127, false", "192.0.2.128/25, 192.0.2.128, true",
			"0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, ::1, false", "10.0.0.1/32, 10.0.0.1, true", "::1, ::1, true",
			"[::1], ::1, true", "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false",
			"::/0, 10.0.0.1, false", "::ffff:10.0.0.1, 10.0.0.1, true", "' 10.0.0.1 ', 10.0.0.1, true",
			"fe80::/10, fe80::1%1, true" })
	void addressesAndNetworks(String entry, String address, boolean included) throws Exception {
		assertThat(TrustedProxies.of(List.of("203.0.113.1", entry)).include(InetAddress.getByName(address)))
			.isEqualTo(included);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "proxy.example.com", "localhost", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.0/-1",
			"10.0.0.0/", "10.0.0.0/8/8", "/8", "*", "10.0.0.*", "::1/129", "10.0.0.0/0x8", "10.0.0.1:80" })
	void anythingElseIsRefusedByItsText(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of(List.of("10.0.0.1", entry)))
			.withMessage("The trusted proxy '%s' is neither an IP address nor a network such as 10.0.0.0/8"
				.formatted(entry));
	}

	@Test
	void nobodyAndUnknownAddressesAreNotIncluded() throws Exception {
		assertThat(TrustedProxies.none().include(InetAddress.getLoopbackAddress())).isFalse();
		assertThat(TrustedProxies.of(List.of()).include(InetAddress.getLoopbackAddress())).isFalse();
		assertThat(TrustedProxies.of(List.of("0.0.0.0/0", "::/0")).include(null)).isFalse();
	}

}
