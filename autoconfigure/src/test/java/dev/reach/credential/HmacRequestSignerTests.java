package dev.reach.credential;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.error.ReachValidationException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HmacRequestSigner}.
 */
class HmacRequestSignerTests {

	private static final long NONCE = 1_616_492_376_594L;

	private static final ReachHttpRequest REQUEST = ReachHttpRequest
		.builder(HttpMethod.POST, "https://api.example.com/0/private/AddOrder")
		.body(ReachHttpBody.text("nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25",
				MediaType.APPLICATION_FORM_URLENCODED))
		.build();

	private static final String SIGNATURE = "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";

	private final RequestSigner signer = signer("ApiSignature", "ApiNonce");

	@Test
	void publishedExample() {
		ReachHttpRequest signed = sign(REQUEST);
		assertThat(signed.headers().get("ApiSignature")).containsExactly(SIGNATURE);
		assertThat(signed.headers().get("ApiNonce")).containsExactly("1616492376594");
		assertThat(signed.headers().size()).isEqualTo(2);
		assertThat(signed.body()).isSameAs(REQUEST.body());
		assertThat(signed.uri()).isEqualTo(REQUEST.uri());
	}

	@Test
	void headersOfTheseNamesAreReplacedWhateverTheirCase() {
		ReachHttpRequest signed = sign(REQUEST.mutate()
			.headers((headers) -> headers.add("APINONCE", "1"))
			.headers((headers) -> headers.add("apisignature", "forged"))
			.header("X-Other", "kept")
			.build());
		assertThat(signed.headers().get("ApiSignature")).containsExactly(SIGNATURE);
		assertThat(signed.headers().get("ApiNonce")).containsExactly("1616492376594");
		assertThat(signed.headers().get("X-Other")).containsExactly("kept");
	}

	@Test
	void headersHaveTheNamesThatWereSet() {
		ReachHttpRequest signed = signer("API-Sign", "X-Nonce").sign(REQUEST).block();
		assertThat(signed).isNotNull();
		assertThat(signed.headers().get("API-Sign")).containsExactly(SIGNATURE);
		assertThat(signed.headers().get("X-Nonce")).containsExactly("1616492376594");
		assertThat(signed.headers().size()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:8080/0/private/AddOrder", "https://other.example.com/0/private/AddOrder?a=b",
			"https://api.example.com/0/private/AddOrder?" })
	void hostAndQueryAreNotSigned(String uri) {
		assertThat(signatureOf(uri)).isEqualTo(SIGNATURE);
	}

	@ParameterizedTest
	@CsvSource({ "https://a/0/private/AddOrder/", "https://a/0/private/addOrder", "https://a/0/private%2FAddOrder",
			"https://a/v2/0/private/AddOrder", "https://a//0/private/AddOrder", "https://a/" })
	void pathIsSignedAsItIsSent(String uri) {
		assertThat(signatureOf(uri)).isNotEqualTo(SIGNATURE);
	}

	@Test
	void noPathIsTheRoot() {
		assertThat(signatureOf("https://a")).isEqualTo(signatureOf("https://a/"))
			.isEqualTo(signatureOf("https://a?q=1"));
	}

	@Test
	void nonceIsTakenWhenTheRequestIsSigned() {
		Mono<ReachHttpRequest> signing = RequestSigner.hmac(SignedRequest.SECRET).sign(REQUEST);
		long first = nonceOf(signing.block());
		assertThat(nonceOf(signing.block())).isGreaterThan(first);
	}

	@Test
	void signersOfAProcessShareTheirNonces() {
		RequestSigner one = RequestSigner.hmac(SignedRequest.SECRET);
		RequestSigner other = RequestSigner.hmac(SignedRequest.SECRET);
		long last = 0;
		for (int count = 0; count < 1000; count++) {
			long nonce = nonceOf(((count % 2 == 0) ? one : other).sign(REQUEST).block());
			assertThat(nonce).isGreaterThan(last);
			last = nonce;
		}
	}

	@Test
	void bodyThatCanBeReadOnlyOnceIsRefusedAndNotRead() {
		ReachHttpBody body = ReachHttpBody.stream(Flux.error(new AssertionError("it was read")),
				MediaType.APPLICATION_OCTET_STREAM, 10);
		assertThatExceptionOfType(ReachValidationException.class)
			.isThrownBy(() -> sign(REQUEST.mutate().body(body).build()))
			.withMessageStartingWith("POST https://api.example.com/0/private/AddOrder was not sent: 'body' is a stream")
			.withMessageContaining("use a body that can be sent again, or a RequestSigner")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "canary!", "Y2FuYXJ5\n", "Y2FuY-J5", "====" })
	void secretThatIsNotBase64IsRefusedAndNotShown(String secret) {
		assertThatExceptionOfType(ReachConfigurationException.class).isThrownBy(() -> RequestSigner.hmac(secret))
			.withMessage("The API secret must be Base64 as in RFC 4648, section 4, of at least one byte")
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource({ "not a token, ApiNonce, The header name 'not a token' has a character that is not allowed",
			"ApiSignature, '', The header name '' has a character that is not allowed",
			"X-Auth, x-auth, The signature and its nonce cannot both be in the header 'X-Auth'" })
	void namesThatCannotBeUsedAreRefused(String signatureHeader, String nonceHeader, String message) {
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> RequestSigner.hmac(SignedRequest.SECRET, signatureHeader, nonceHeader))
			.withMessage(message);
	}

	@Test
	void stringFormShowsTheHeadersAndNotTheSecret() {
		assertThat(this.signer).hasToString("HMAC-SHA512 in ApiSignature, nonce in ApiNonce");
	}

	private String signatureOf(String uri) {
		return String
			.valueOf(sign(ReachHttpRequest.builder(HttpMethod.POST, uri).body(REQUEST.body()).build()).headers()
				.getFirst("ApiSignature"));
	}

	private ReachHttpRequest sign(ReachHttpRequest request) {
		ReachHttpRequest signed = signer("ApiSignature", "ApiNonce").sign(request).block();
		assertThat(signed).isNotNull();
		return signed;
	}

	private static long nonceOf(@Nullable ReachHttpRequest request) {
		assertThat(request).isNotNull();
		return Long.parseLong(String.valueOf(request.headers().getFirst("ApiNonce")));
	}

	private static RequestSigner signer(String signatureHeader, String nonceHeader) {
		Clock clock = Clock.fixed(Instant.EPOCH.plus(NONCE, ChronoUnit.MICROS), ZoneOffset.UTC);
		return new HmacRequestSigner(SignedRequest.SECRET, signatureHeader, nonceHeader, new NonceSequence(clock));
	}

}
