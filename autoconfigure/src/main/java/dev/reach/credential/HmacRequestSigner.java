package dev.reach.credential;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.reach.error.ReachConfigurationException;
import dev.reach.error.Violations;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.StringUtils;

/**
 * Signs path, nonce and body with HMAC-SHA512. All signers of a process take their nonces
 * from one sequence, so those of a key only grow, whatever client uses it.
 */
final class HmacRequestSigner implements RequestSigner {

	private static final String ALGORITHM = "HmacSHA512";

	private static final NonceSequence NONCES = new NonceSequence(Clock.systemUTC());

	private final SecretKeySpec key;

	private final String signatureHeader;

	private final String nonceHeader;

	private final NonceSequence nonces;

	HmacRequestSigner(String apiSecret, String signatureHeader, String nonceHeader) {
		this(apiSecret, signatureHeader, nonceHeader, NONCES);
	}

	HmacRequestSigner(String apiSecret, String signatureHeader, String nonceHeader, NonceSequence nonces) {
		HeaderNames.requireDistinct("The signature and its nonce", signatureHeader, nonceHeader);
		this.key = new SecretKeySpec(decode(apiSecret), ALGORITHM);
		this.signatureHeader = signatureHeader;
		this.nonceHeader = nonceHeader;
		this.nonces = nonces;
	}

	// The exception of the decoder shows a character of the secret.
	private static byte[] decode(String apiSecret) {
		byte[] secret;
		try {
			secret = Base64.getDecoder().decode(apiSecret);
		}
		catch (IllegalArgumentException ex) {
			secret = new byte[0];
		}
		if (secret.length == 0) {
			throw new ReachConfigurationException(
					"The API secret must be Base64 as in RFC 4648, section 4, of at least one byte");
		}
		return secret;
	}

	@Override
	public Mono<ReachHttpRequest> sign(ReachHttpRequest request) {
		return Mono.defer(() -> {
			new Violations()
				.check("body", null, request.body().isReplayable(),
						"is a stream that can be read only once, so it cannot be signed before it is sent;"
								+ " use a body that can be sent again, or a RequestSigner that does not read it")
				.throwIfAny(request.toString());
			String nonce = Long.toString(this.nonces.next());
			return digest(nonce, request.body()).map((digest) -> request.mutate()
				.header(this.nonceHeader, nonce)
				.header(this.signatureHeader, signature(request.uri(), digest))
				.build());
		});
	}

	@Override
	public Set<String> headerNames() {
		return Set.of(this.signatureHeader, this.nonceHeader);
	}

	private static Mono<byte[]> digest(String nonce, ReachHttpBody body) {
		MessageDigest digest = sha256();
		digest.update(nonce.getBytes(StandardCharsets.US_ASCII));
		return body.buffers()
			.doOnNext((buffer) -> update(digest, buffer))
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.then(Mono.fromSupplier(digest::digest));
	}

	private static void update(MessageDigest digest, DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator bytes = buffer.readableByteBuffers()) {
			bytes.forEachRemaining(digest::update);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private String signature(URI uri, byte[] digest) {
		String path = StringUtils.hasLength(uri.getRawPath()) ? uri.getRawPath() : "/";
		Mac mac = mac();
		mac.update(path.getBytes(StandardCharsets.UTF_8));
		return Base64.getEncoder().encodeToString(mac.doFinal(digest));
	}

	private Mac mac() {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM cannot compute " + ALGORITHM, ex);
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM cannot compute SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "HMAC-SHA512 in %s, nonce in %s".formatted(this.signatureHeader, this.nonceHeader);
	}

}
