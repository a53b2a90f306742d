package dev.reach.netty;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import io.netty.handler.ssl.SslContextBuilder;
import okhttp3.tls.HeldCertificate;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * SSL bundles for tests.
 */
public final class TestBundles {

	private TestBundles() {
	}

	static GenericSslContextSpec<SslContextBuilder> http2Trusting(HeldCertificate certificate) {
		return Http2SslContextSpec.forClient().configure((context) -> context.trustManager(certificate.certificate()));
	}

	public static SslBundle trusting(HeldCertificate certificate) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("trusted", certificate.certificate());
		return SslBundle.of(SslStoreBundle.of(null, null, trusted));
	}

}
