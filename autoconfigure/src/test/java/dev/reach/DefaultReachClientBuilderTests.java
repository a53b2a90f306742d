package dev.reach;

import java.lang.reflect.Field;
import java.net.CookieManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentials;
import dev.reach.credential.ReachCredentialsProvider;
import dev.reach.error.ReachServerException;
import dev.reach.http.PathRewrite;
import dev.reach.http.RequestCompression;
import dev.reach.middleware.Middleware;
import dev.reach.middleware.ReachHeaders;
import dev.reach.middleware.RedirectPolicy;
import dev.reach.middleware.RequestLog;
import dev.reach.resilience.Resilience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultReachClientBuilder}: a derived client has all that its parent
 * was told.
 */
class DefaultReachClientBuilderTests {

	private final DefaultReachClientBuilder builder = new DefaultReachClientBuilder();

	static Stream<Field> fields() {
		return Arrays.stream(DefaultReachClientBuilder.class.getDeclaredFields())
			.filter((field) -> !field.getName().equals("hosts") && !field.isSynthetic());
	}

	@BeforeEach
	void tellAll() {
		this.builder.credentials(ReachCredentialsProvider.of(new ReachCredentials("user", "key")))
			.authScheme(AuthScheme.basic())
			.requestSigner((request) -> Mono.just(request))
			.rewritePath(new PathRewrite("/a", "/b"))
			.headers(ReachHeaders.standard(List.of("shop/1")))
			.cookie("name", "value")
			.cookieStore(new CookieManager().getCookieStore())
			.redirectPolicy(RedirectPolicy.standard())
			.maxRedirects(3)
			.compression(new RequestCompression(DataSize.ofBytes(1)))
			.middleware(Middleware.before(0, (exchange) -> Mono.empty()))
			.state(Map.of("key", "value"))
			.resilience(Resilience.none())
			.errorMapper(ReachServerException::new)
			.responseValidator((response) -> null)
			.failOnUnexpectedStatus(true)
			.requestTimeout(Duration.ofSeconds(1))
			.maxResponseSize(DataSize.ofBytes(1))
			.log(RequestLog.basic())
			.observer((name, exchange, call) -> call)
			.name("other")
			.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
	}

	@ParameterizedTest
	@MethodSource("fields")
	void isCopied(Field field) throws IllegalAccessException {
		DefaultReachClientBuilder copy = new DefaultReachClientBuilder(this.builder, new HostsBuilder());
		assertThat(value(field, copy)).isEqualTo(value(field, this.builder))
			.isNotEqualTo(value(field, new DefaultReachClientBuilder()));
	}

	private static @Nullable Object value(Field field, DefaultReachClientBuilder builder)
			throws IllegalAccessException {
		field.setAccessible(true);
		return field.get(builder);
	}

}
