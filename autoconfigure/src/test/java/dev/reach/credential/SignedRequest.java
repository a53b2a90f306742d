package dev.reach.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request as a server received it, whose signature is computed from nothing but that.
 *
 * @param text head and body, byte by byte
 */
public record SignedRequest(String text) {

	/**
	 * The secret of the published example.
	 */
	public static final String SECRET = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";

	public String path() {
		return this.text.split(" ")[1].replaceAll("\\?.*", "");
	}

	public String header(String name) {
		return Arrays.stream(head().split("\r\n"))
			.filter((line) -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.reduce((first, second) -> first + " and " + second)
			.orElse("");
	}

	public String body() {
		return this.text.substring(this.text.indexOf("\r\n\r\n") + 4);
	}

	public long nonce() {
		return Long.parseLong(header(RequestSigner.NONCE_HEADER));
	}

	/**
	 * Check that the signature is that of what was received.
	 * @return this request
	 */
	public SignedRequest assertSigned() {
		return assertSigned(SECRET, RequestSigner.SIGNATURE_HEADER, RequestSigner.NONCE_HEADER);
	}

	public SignedRequest assertSigned(String secret, String signatureHeader, String nonceHeader) {
		assertThat(header(nonceHeader)).as(head()).matches("\\d{16}");
		assertThat(header(signatureHeader)).as(head())
			.isEqualTo(signature(secret, path(), header(nonceHeader), body()));
		return this;
	}

	private String head() {
		return this.text.substring(0, this.text.indexOf("\r\n\r\n"));
	}

	private static String signature(String secret, String path, String nonce, String body) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest((nonce + body).getBytes(StandardCharsets.ISO_8859_1));
			Mac mac = Mac.getInstance("HmacSHA512");
			mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA512"));
			mac.update(path.getBytes(StandardCharsets.ISO_8859_1));
			mac.update(digest);
			return Base64.getEncoder().encodeToString(mac.doFinal());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
