package dev.reach.proxy;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DigestAuthorization}.
 */
class DigestAuthorizationTests {

	private static final String RFC_7616 = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
			+ "algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
			+ "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

	private static final String RFC_7616_CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

	@Test
	void sha256VectorOfRfc7616() {
		assertThat(answer(RFC_7616.formatted("SHA-256"), RFC_7616_CLIENT_NONCE, request("GET", "/dir/index.html", 1),
				"Mufasa", "Circle of Life"))
			.isEqualTo("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
					+ "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", "
					+ "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
					+ "algorithm=SHA-256, opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", "
					+ "qop=auth, nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"");
	}

	@Test
	void md5VectorOfRfc7616() {
		assertThat(answer(RFC_7616.formatted("MD5"), RFC_7616_CLIENT_NONCE, request("GET", "/dir/index.html", 1),
				"Mufasa", "Circle of Life"))
			.contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "algorithm=MD5,");
	}

	@Test
	void vectorOfRfc2617() {
		assertThat(answer(
				"Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
						+ "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
				"0a4f113b", request("GET", "/dir/index.html", 1), "Mufasa", "Circle Of Life"))
			.contains("response=\"6629fae49393a05397450978507c4ef1\"", "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"")
			.doesNotContain("algorithm");
	}

	// The responses below were computed apart from this code, with md5sum and sha256sum.
	@ParameterizedTest
	@CsvSource(delimiter = '¦', quoteCharacter = '§',
			textBlock = """
					# RFC 2617
					qop=auth                          ¦ user    ¦ pass ¦ username="user"      ¦ e42ef4293da4c84ade36245c383b94d3
					algorithm=md5, qop="AUTH"         ¦ user    ¦ pass ¦ algorithm=md5        ¦ e42ef4293da4c84ade36245c383b94d3
					algorithm=MD5-sess, qop="x,auth"  ¦ user    ¦ pass ¦ algorithm=MD5-sess   ¦ 2f4cb60a69aa041c5da90cb755fd023d
					algorithm=SHA-256-sess, qop=auth  ¦ user    ¦ pass ¦ algorithm=SHA-256-sess ¦ \
					4372c0616cff94bc6943194c31e45516ca7b8318d4e60fe93d9ff1897c682712
					# the encoding of name and password
					qop=auth                          ¦ J\u00e4s ¦ p\u00e4ss ¦ username="J\u00e4s" ¦ 5e5c7f9e3409adf87ec30fa8b3c94b07
					qop=auth, charset=UTF-8           ¦ J\u00e4s ¦ p\u00e4ss ¦ username*=UTF-8''J%C3%A4s ¦ 4c1bd0d2f3faace61551e98aa56d0bbf
					qop=auth, charset="utf-8"         ¦ J\u00e4s ¦ p\u00e4ss ¦ username*=UTF-8''J%C3%A4s ¦ 4c1bd0d2f3faace61551e98aa56d0bbf
					qop=auth                          ¦ J\u20ac ¦ p ¦ username*=UTF-8''J%E2%82%AC ¦ b0696d626c2c1e80ee3dbd7ef35c96b7
					# the name as a hash
					userhash=true, algorithm=SHA-256, qop=auth, charset=UTF-8 ¦ J\u00e4s ¦ p ¦ \
					username="33875292f6c7d97b867492e1e9436358620b10f272b553cd7e7fd5fa62e73af4", ¦ \
					4d51d6cd08f56b376974c6d18fdfe9e326075e2b6caf9c545aa4abc062eb7e4b
					""")
	void responses(String parameters, String username, String password, String field, String response) {
		assertThat(answer("Digest realm=\"r\", nonce=\"n\", " + parameters, "c", request("CONNECT", "api.test:443", 42),
				username, password))
			.contains(field, "realm=\"r\", nonce=\"n\", uri=\"api.test:443\", response=\"" + response + "\"",
					"qop=auth, nc=0000002a, cnonce=\"c\"")
			.matches((header) -> header.endsWith("userhash=true") == parameters.contains("userhash"));
	}

	@Test
	void withoutQopTheAnswerIsThatOfRfc2069() {
		assertThat(answer("Digest realm=\"r\", nonce=\"n\", opaque=\"\"", "c", request("CONNECT", "api.test:443", 42),
				"user", "pass"))
			.isEqualTo("Digest username=\"user\", realm=\"r\", nonce=\"n\", uri=\"api.test:443\", "
					+ "response=\"2f5b98c9a4d5047c2c3fdc1da9ab5573\", opaque=\"\"");
	}

	@Test
	void quotesAndBackslashesAreEscapedInTheHeaderAndPlainInTheHash() {
		assertThat(answer("Digest realm=\"r\\\"\\\\s\", nonce=\"n\", qop=auth, opaque=\"\\\"\"", "c",
				request("CONNECT", "api.test:443", 42), "DOM\\us\"er", "pass"))
			.startsWith("Digest username=\"DOM\\\\us\\\"er\", realm=\"r\\\"\\\\s\", ")
			.contains("response=\"2f91acf89fe3d27fe753f8814ddb5b97\"", "opaque=\"\\\"\"");
	}

	@Test
	void aRealmIsHashedByTheBytesThatWereReceived() {
		assertThat(answer("Digest realm=\"\u00c3\u00a9\", nonce=\"n\", qop=auth, charset=UTF-8", "c",
				request("CONNECT", "api.test:443", 42), "user", "pass"))
			.contains("realm=\"\u00c3\u00a9\"", "response=\"1ccb907cad68e2c81b7ed3774932db46\"");
	}

	@Test
	void aNameWithControlCharactersCannotEndTheHeader() {
		assertThat(
				answer("Digest realm=\"r\", nonce=\"n\"", "c", request("CONNECT", "api.test:443", 1), "a\r\nb: c", ""))
			.startsWith("Digest username*=UTF-8''a%0D%0Ab%3A%20c, ");
	}

	@Test
	void clientNoncesAreNotRepeated() {
		List<ProxyChallenge> challenges = ProxyChallenge.parse(List.of("Digest realm=\"r\", nonce=\"n\", qop=auth"));
		DigestAuthorization digest = DigestAuthorization.strongest(challenges).orElseThrow();
		ProxyAuthorizationRequest request = request("GET", "/", 1);
		assertThat(digest.answer(request, "user", "pass")).containsPattern("cnonce=\"[0-9a-f]{32}\"")
			.isNotEqualTo(digest.answer(request, "user", "pass"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
			MD5, SHA-256, MD5                 ¦ SHA-256
			MD5-sess, SHA-256-sess            ¦ SHA-256-sess
			SHA-512-256, MD5                  ¦ MD5
			SHA-256-sess, SHA-256             ¦ SHA-256-sess
			sha-256, MD5                      ¦ sha-256
			""")
	void theStrongestKnownAlgorithmIsChosen(String offered, String chosen) {
		String challenges = offered.replaceAll("([^, ]+)", "Digest realm=\"r\", nonce=\"n\", qop=auth, algorithm=$1");
		assertThat(answer(challenges, "c", request("GET", "/", 1), "user", "pass"))
			.contains("algorithm=" + chosen + ",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Digest realm=\"r\", nonce=\"n\", qop=auth-int",
			"Digest realm=\"r\", nonce=\"n\", qop=\",\"", "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
			"Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512", "Digest realm=\"r\", nonce=\"n\", algorithm=-sess",
			"Digest realm=\"r\"", "Digest nonce=\"n\"", "Digest", "Digest abc", "Basic realm=\"r\", nonce=\"n\"" })
	void whatCannotBeAnsweredIsNotAnswered(String challenge) {
		assertThat(DigestAuthorization.strongest(ProxyChallenge.parse(List.of(challenge)))).isEmpty();
	}

	private static String answer(String challenges, String clientNonce, ProxyAuthorizationRequest request,
			String username, String password) {
		Optional<DigestAuthorization> digest = DigestAuthorization.strongest(ProxyChallenge.parse(List.of(challenges)),
				() -> clientNonce);
		return digest.orElseThrow().answer(request, username, password);
	}

	private static ProxyAuthorizationRequest request(String method, String target, int uses) {
		ReachProxy proxy = new ReachProxy(ProxyType.HTTP, "proxy.test", 3128, null);
		return new ProxyAuthorizationRequest(proxy, method, target, List.of(), uses, 0);
	}

}
