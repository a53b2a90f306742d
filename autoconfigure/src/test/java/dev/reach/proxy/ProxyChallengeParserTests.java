package dev.reach.proxy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ProxyChallengeParser}.
 */
class ProxyChallengeParserTests {

	// "@" begins each challenge; names of parameters are sorted.
	@ParameterizedTest(name = "{0} -> {1}")
	@CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
			# one challenge
			Basic realm="x"                                 ¦ @Basic{realm=x}
			basic REALM="x"                                 ¦ @basic{realm=x}
			Basic realm=x                                   ¦ @Basic{realm=x}
			Basic realm="a, b"                              ¦ @Basic{realm=a, b}
			Basic realm="a, Digest realm=b"                 ¦ @Basic{realm=a, Digest realm=b}
			Basic realm=""                                  ¦ @Basic{realm=}
			Basic realm="a \\"b\\" \\\\ c"                  ¦ @Basic{realm=a "b" \\ c}
			Basic realm="\\x\\,"                            ¦ @Basic{realm=x,}
			Basic realm = "x" , charset	=	"UTF-8"         ¦ @Basic{charset=UTF-8, realm=x}
			Basic    realm="x"                              ¦ @Basic{realm=x}
			Basic realm="x",charset="UTF-8"                 ¦ @Basic{charset=UTF-8, realm=x}
			Basic realm="x=y"                               ¦ @Basic{realm=x=y}
			Bearer realm="p", error="invalid_token"         ¦ @Bearer{error=invalid_token, realm=p}
			X-Own.1 p!=v~                                   ¦ @X-Own.1{p!=v~}
			# scheme alone
			Negotiate                                       ¦ @Negotiate{}
			Negotiate, NTLM                                 ¦ @Negotiate{} @NTLM{}
			Negotiate , Basic realm="x"                     ¦ @Negotiate{} @Basic{realm=x}
			Basic realm="x", Negotiate                      ¦ @Basic{realm=x} @Negotiate{}
			# one value
			NTLM TlRMTVNTUAACAAAADAAMADgAAAA==              ¦ @NTLM:TlRMTVNTUAACAAAADAAMADgAAAA=={}
			Negotiate oRQwEqADCgEBoQsGCSqGSIL3EgECAg==      ¦ @Negotiate:oRQwEqADCgEBoQsGCSqGSIL3EgECAg=={}
			Negotiate abc+/-._~12=, Basic realm="x"         ¦ @Negotiate:abc+/-._~12={} @Basic{realm=x}
			Negotiate abc , NTLM def                        ¦ @Negotiate:abc{} @NTLM:def{}
			Negotiate abc=                                  ¦ @Negotiate:abc={}
			NTLM abc, realm="x"                             ¦ @NTLM:abc{}
			# several challenges
			Digest realm="x", nonce="n/1==", qop="auth,auth-int", algorithm=SHA-256, stale=true, Basic realm="y" ¦ \
			@Digest{algorithm=SHA-256, nonce=n/1==, qop=auth,auth-int, realm=x, stale=true} @Basic{realm=y}
			Digest realm="x", nonce="1", Digest realm="x", nonce="2" ¦ \
			@Digest{nonce=1, realm=x} @Digest{nonce=2, realm=x}
			Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple" ¦ \
			@Newauth{realm=apps, title=Login to "apps", type=1} @Basic{realm=simple}
			# empty elements
			,, Basic realm="x",, ,charset="UTF-8", ,Negotiate,, ¦ @Basic{charset=UTF-8, realm=x} @Negotiate{}
			Basic ,realm="x"                                ¦ @Basic{realm=x}
			§  §                                            ¦ §§
			,                                               ¦ §§
			# broken
			Basic realm="x                                  ¦ @Basic{}
			Basic realm="x\\                                ¦ @Basic{}
			Basic realm="x, Negotiate                       ¦ @Basic{}
			Basic realm="x" charset="UTF-8", Negotiate      ¦ @Basic{} @Negotiate{}
			Basic realm="x"y, charset=z                     ¦ @Basic{charset=z}
			Basic realm=a b, charset=z                      ¦ @Basic{charset=z}
			Basic charset=, realm="x"                       ¦ @Basic:charset={}
			Basic realm="x", charset=                       ¦ @Basic{realm=x}
			Basic realm="x", realm="y"                      ¦ @Basic{realm=x}
			Basic realm="x", "y", charset=z, Negotiate      ¦ @Basic{realm=x} @Negotiate{}
			Basic realm="x", Foo;v=1, charset=z, Negotiate  ¦ @Basic{realm=x} @Negotiate{}
			Basic realm="x", Foo/1 a=b, charset=z           ¦ @Basic{realm=x}
			realm="x", Negotiate                            ¦ @Negotiate{}
			="x", =, ==, Negotiate                          ¦ @Negotiate{}
			"Basic realm=x", Negotiate                      ¦ @Negotiate{}
			Negotiate @@@, Basic realm="x"                  ¦ @Negotiate{} @Basic{realm=x}
			""")
	void challenges(String value, String expected) {
		assertThat(describe(ProxyChallenge.parse(List.of(value)))).isEqualTo(expected);
	}

	@Test
	void challengesOfSeveralValuesAreInTheirOrder() {
		assertThat(
				describe(ProxyChallenge.parse(List.of("Negotiate", "Digest realm=\"x\", nonce=\"1\", Basic a=b", ""))))
			.isEqualTo("@Negotiate{} @Digest{nonce=1, realm=x} @Basic{a=b}");
		assertThat(ProxyChallenge.parse(List.of())).isEmpty();
	}

	@Test
	void aBrokenValueDoesNotReachIntoTheNext() {
		assertThat(describe(ProxyChallenge.parse(List.of("Basic realm=\"x", "charset=z", "Negotiate"))))
			.isEqualTo("@Basic{} @Negotiate{}");
	}

	@Test
	void controlCharactersAreNotTakenOver() {
		assertThat(describe(ProxyChallenge.parse(List.of("Basic realm=\"x\\\r\\\ny: z\", charset=\"a\tb\""))))
			.isEqualTo("@Basic{charset=a\tb}");
	}

	@Test
	void bytesAboveAsciiAreTakenOver() {
		assertThat(ProxyChallenge.parse(List.of("Basic realm=\"\u00c3\u0089\u00ff\"")))
			.containsExactly(new ProxyChallenge("Basic", null, Map.of("realm", "\u00c3\u0089\u00ff")));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "\"", "\\", "=", ",", " ", "a", "\\\"", "a=\"", "a=\"\\a", "a b=", "a ", "=,", "\"\\a\"," })
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void longBrokenValuesAreReadInTime(String part) {
		String value = "Basic realm=\"" + part.repeat(50_000);
		assertThatNoException().isThrownBy(() -> ProxyChallenge.parse(List.of(value, part.repeat(50_000))));
	}

	private static String describe(List<ProxyChallenge> challenges) {
		return String.join(" ", challenges.stream()
			.map((challenge) -> "@" + challenge.scheme() + ((challenge.token() != null) ? ":" + challenge.token() : "")
					+ new TreeMap<>(challenge.parameters()))
			.toList());
	}

}
