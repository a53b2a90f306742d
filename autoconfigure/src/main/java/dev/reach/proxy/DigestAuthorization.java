package dev.reach.proxy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.util.StringUtils;

/**
 * Answers a challenge of the scheme Digest by RFC 7616, and by RFC 2617 and RFC 2069 if
 * the proxy knows no more. The body is not protected ({@code qop=auth}).
 */
final class DigestAuthorization {

	// Strongest first.
	private static final List<String> HASHES = List.of("SHA-256", "MD5");

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Map<String, String> challenge;

	private final String algorithm;

	private final Supplier<String> clientNonces;

	private DigestAuthorization(ProxyChallenge challenge, Supplier<String> clientNonces) {
		this.challenge = challenge.parameters();
		this.algorithm = this.challenge.getOrDefault("algorithm", "MD5");
		this.clientNonces = clientNonces;
	}

	static Optional<DigestAuthorization> strongest(List<ProxyChallenge> challenges) {
		return strongest(challenges, DigestAuthorization::randomNonce);
	}

	static Optional<DigestAuthorization> strongest(List<ProxyChallenge> challenges, Supplier<String> clientNonces) {
		return challenges.stream()
			.filter((challenge) -> challenge.isOf("Digest"))
			.map((challenge) -> new DigestAuthorization(challenge, clientNonces))
			.filter(DigestAuthorization::isAnswerable)
			.min(Comparator.comparing((digest) -> HASHES.indexOf(digest.hash())));
	}

	String answer(ProxyAuthorizationRequest request, String username, String password) {
		Charset charset = charset(username + password);
		String user = wire(username, charset);
		String realm = parameter("realm");
		String nonce = parameter("nonce");
		String clientNonce = this.clientNonces.get();
		String secret = hash(user + ":" + realm + ":" + wire(password, charset));
		if (isSession()) {
			secret = hash(secret + ":" + nonce + ":" + clientNonce);
		}
		String count = "%08x".formatted(request.uses());
		String protection = hasQop() ? count + ":" + clientNonce + ":auth:" : "";
		String response = hash(
				secret + ":" + nonce + ":" + protection + hash(request.method() + ":" + request.target()));
		DigestFields fields = new DigestFields();
		if (isUserHash()) {
			fields.quoted("username", hash(user + ":" + realm));
		}
		else {
			fields.username(username, charset);
		}
		fields.quoted("realm", realm).quoted("nonce", nonce).quoted("uri", request.target());
		fields.quoted("response", response);
		if (this.challenge.containsKey("algorithm")) {
			fields.plain("algorithm", this.algorithm);
		}
		if (this.challenge.containsKey("opaque")) {
			fields.quoted("opaque", parameter("opaque"));
		}
		if (hasQop()) {
			fields.plain("qop", "auth").plain("nc", count).quoted("cnonce", clientNonce);
		}
		if (isUserHash()) {
			fields.plain("userhash", "true");
		}
		return fields.header();
	}

	private boolean isAnswerable() {
		return this.challenge.containsKey("realm") && this.challenge.containsKey("nonce") && HASHES.contains(hash())
				&& Security.getAlgorithms("MessageDigest").contains(hash()) && (hasQop() ? offersAuth() : !isSession());
	}

	private String hash() {
		String name = this.algorithm.toUpperCase(Locale.ROOT);
		return name.endsWith("-SESS") ? name.substring(0, name.length() - 5) : name;
	}

	private boolean isSession() {
		return hash().length() < this.algorithm.length();
	}

	private boolean hasQop() {
		return StringUtils.hasText(this.challenge.get("qop"));
	}

	private boolean offersAuth() {
		return List.of(parameter("qop").strip().split("\\s*,\\s*")).stream().anyMatch("auth"::equalsIgnoreCase);
	}

	private boolean isUserHash() {
		return "true".equalsIgnoreCase(this.challenge.get("userhash"));
	}

	private String parameter(String name) {
		return this.challenge.getOrDefault(name, "");
	}

	private Charset charset(String text) {
		boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
		boolean utf8 = !latin || "UTF-8".equalsIgnoreCase(this.challenge.get("charset"));
		return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
	}

	private String hash(String text) {
		try {
			byte[] bytes = MessageDigest.getInstance(hash()).digest(text.getBytes(StandardCharsets.ISO_8859_1));
			return HexFormat.of().formatHex(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// One character for each byte, as header values are read and written.
	private static String wire(String text, Charset charset) {
		return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
	}

	private static String randomNonce() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
