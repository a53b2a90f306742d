package dev.reach.credential;

import java.util.Set;

import dev.reach.error.Delivery;
import dev.reach.error.ReachConfigurationException;
import dev.reach.http.ReachHttpRequest;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AuthScheme} and {@link ReachCredentials}.
 */
class AuthSchemeTests {

	private static final ReachCredentials CREDENTIALS = new ReachCredentials("canary-user", "canary:key");

	private static final ReachHttpRequest REQUEST = ReachHttpRequest.builder(HttpMethod.GET, "https://a/x")
		.header("authorization", "of the caller")
		.header("X-Own", "1")
		.build();

	@Test
	void headers() {
		ReachHttpRequest request = AuthScheme.headers().apply(CREDENTIALS, REQUEST);
		assertThat(request.headers().headerNames()).isEqualTo(Set.of("authorization", "X-Own", "ApiUser", "ApiKey"));
		assertThat(request.headers().get("ApiUser")).containsExactly("canary-user");
		assertThat(request.headers().get("ApiKey")).containsExactly("canary:key");
	}

	@Test
	void namesOfTheHeaders() {
		assertThat(AuthScheme.headers().headerNames()).isEqualTo(Set.of("ApiUser", "ApiKey"));
		assertThat(AuthScheme.headers("X-User", "X-Key").headerNames()).isEqualTo(Set.of("X-User", "X-Key"));
		assertThat(AuthScheme.basic().headerNames()).contains("Authorization");
		assertThat(AuthScheme.bearer().headerNames()).contains("Authorization");
		assertThat(RequestSigner.hmac("c2VjcmV0", "X-Sig", "X-Nonce").headerNames())
			.isEqualTo(Set.of("X-Sig", "X-Nonce"));
		assertThat(RequestSigner.NONE.headerNames()).isEqualTo(Set.of("ApiSignature", "ApiNonce"));
	}

	@Test
	void basic() {
		ReachHttpRequest request = AuthScheme.basic().apply(CREDENTIALS, REQUEST);
		assertThat(request.headers().get("Authorization")).containsExactly("Basic Y2FuYXJ5LXVzZXI6Y2FuYXJ5OmtleQ==");
		assertThat(request.headers().headerNames()).hasSize(2);
	}

	@Test
	void bearer() {
		ReachCredentials token = ReachCredentials.bearer("abc-._~+/123==");
		assertThat(AuthScheme.bearer().apply(token, REQUEST).headers().get("Authorization"))
			.containsExactly("Bearer abc-._~+/123==");
		ReachHttpRequest request = AuthScheme.bearer().apply(CREDENTIALS, REQUEST);
		assertThat(request.headers().get("Authorization")).containsExactly("Bearer canary:key");
		assertThat(request.headers().headerNames()).hasSize(2);
	}

	@Test
	void userWithAColonIsRefusedByBasic() {
		ReachCredentials credentials = new ReachCredentials("canary:user", "canary-key");
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> AuthScheme.basic().apply(credentials, REQUEST))
			.withMessage("An API user with a colon cannot be sent by Basic authentication; nothing was sent")
			.satisfies((ex) -> assertThat(ex.delivery()).isEqualTo(Delivery.NOT_SENT));
		assertThat(AuthScheme.headers().apply(credentials, REQUEST).headers().get("ApiUser"))
			.containsExactly("canary:user");
	}

	@Test
	void tokenAloneIsRefusedByTheOtherSchemes() {
		ReachCredentials token = ReachCredentials.bearer("canary");
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> AuthScheme.headers().apply(token, REQUEST))
			.withMessage("The credentials have no API user, without which they can only be sent as a Bearer token;"
					+ " nothing was sent");
		assertThatExceptionOfType(ReachConfigurationException.class)
			.isThrownBy(() -> AuthScheme.basic().apply(token, REQUEST))
			.withMessageStartingWith("The credentials have no API user");
	}

	@Test
	void credentialsAreComparedAndNotShown() {
		assertThat(ReachCredentials.bearer("canary")).isEqualTo(ReachCredentials.bearer("canary"))
			.isNotEqualTo(ReachCredentials.bearer("other"))
			.hasToString("ReachCredentials[apiUser=***, apiKey=***]");
		assertThat(ReachCredentials.bearer("canary").apiUser()).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> ReachCredentials.bearer("can ary"))
			.withMessageNotContaining("ary");
		assertThatIllegalArgumentException().isThrownBy(() -> ReachCredentials.bearer(""));
		assertThatIllegalArgumentException().isThrownBy(() -> new ReachCredentials("", "key"));
	}

}
