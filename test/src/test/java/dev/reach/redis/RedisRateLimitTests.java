package dev.reach.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.reach.ReachClient;
import dev.reach.autoconfigure.ReachAutoConfiguration;
import dev.reach.autoconfigure.ReachResilienceAutoConfiguration;
import dev.reach.error.ReachRateLimitedException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpResponse;
import dev.reach.peers.Program;
import dev.reach.peers.RequiresProgram;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the rate limit that is kept in Redis.
 */
@RequiresProgram(Program.REDIS)
@ExtendWith(OutputCaptureExtension.class)
class RedisRateLimitTests {

	private static final String GONE = "Redis does not answer for the rate limit 'reach:rate-limit:reach'";

	private static final String BACK = "Redis answers again for the rate limit 'reach:rate-limit:reach'";

	private final AtomicInteger requests = new AtomicInteger();

	private final ReachHttpClient transport = (request) -> Mono.fromSupplier(() -> {
		this.requests.incrementAndGet();
		return ReachHttpResponse.of(200);
	});

	private final Redis redis;

	RedisRateLimitTests(@TempDir Path folder) throws IOException {
		this.redis = Redis.start(folder);
	}

	@AfterEach
	void stopRedis() {
		this.redis.close();
	}

	@Test
	void clientsWithTheSameKeyShareTheLimit() {
		runner("limit-for-period=2").run((first) -> runner("limit-for-period=2").run((second) -> {
			post(first);
			post(second);
			refused(first)
				.withMessageContaining("'reach:rate-limit:reach' of 2 per 3600000 ms has no room within 0 ms");
			refused(second);
			assertThat(this.requests).hasValue(2);
		}));
	}

	@Test
	void anotherKeyIsAnotherLimit() {
		runner("limit-for-period=1").run((first) -> runner("limit-for-period=1", "key=shop").run((second) -> {
			post(first);
			post(second);
			refused(second).withMessageContaining("'shop' of 1");
			StringRedisTemplate template = second.getBean(StringRedisTemplate.class);
			assertThat(template.keys("*")).containsExactlyInAnyOrder("reach:rate-limit:reach:1/3600000ms",
					"shop:1/3600000ms");
			assertThat(template.getExpire("shop:1/3600000ms")).isPositive();
		}));
	}

	@Test
	void aCallWaitsForTheNextPeriod() {
		runner("limit-for-period=1", "limit-refresh-period=200ms", "timeout-duration=20s").run((context) -> {
			long start = System.nanoTime();
			for (int call = 0; call < 4; call++) {
				post(context);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
		});
	}

	@Test
	void callsGoOnWithoutRedisAndAreLimitedAgainAfterwards(CapturedOutput output) {
		runner("limit-for-period=1", "on-failure=allow").run((context) -> {
			post(context);
			refused(context).withMessageContaining("has no room");
			this.redis.close();
			for (int call = 0; call < 20; call++) {
				post(context);
			}
			assertThat(this.requests).hasValue(21);
			this.redis.startAgain();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> isRefused(context, "has no room"));
			assertThat(output).containsOnlyOnce(GONE).containsOnlyOnce(BACK);
		});
	}

	@Test
	void callsAreRefusedWithoutRedisAndGoOnAfterwards(CapturedOutput output) {
		runner("limit-for-period=10", "on-failure=deny").run((context) -> {
			post(context);
			this.redis.close();
			for (int call = 0; call < 20; call++) {
				refused(context).withMessageContaining("cannot be asked as Redis does not answer");
			}
			assertThat(this.requests).hasValue(1);
			this.redis.startAgain();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !isRefused(context, "cannot be asked"));
			assertThat(output).containsOnlyOnce(GONE).containsOnlyOnce(BACK);
		});
	}

	@Test
	void anApplicationStartsWithoutRedisAndFindsItLater(CapturedOutput output) {
		this.redis.close();
		runner("limit-for-period=10", "on-failure=deny").run((context) -> {
			refused(context).withMessageContaining("cannot be asked as Redis does not answer");
			this.redis.startAgain();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !isRefused(context, "cannot be asked"));
			assertThat(output).containsOnlyOnce(GONE).containsOnlyOnce(BACK);
		});
	}

	private ApplicationContextRunner runner(String... properties) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReachAutoConfiguration.class,
					ReachResilienceAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withBean(ReachHttpClient.class, () -> this.transport)
			.withPropertyValues("reach.api-user=user", "reach.api-key=key", "reach.rate-limit.enabled=true",
					"reach.rate-limit.backend=redis", "reach.rate-limit.limit-refresh-period=1h",
					"reach.rate-limit.timeout-duration=0s", "spring.data.redis.host=127.0.0.1",
					"spring.data.redis.port=" + this.redis.port());
		for (String property : properties) {
			runner = runner.withPropertyValues("reach.rate-limit." + property);
		}
		return runner;
	}

	private static void post(ApplicationContext context) {
		context.getBean(ReachClient.class).http().post("/any", ReachHttpBody.none());
	}

	private static ThrowableAssertAlternative<ReachRateLimitedException> refused(ApplicationContext context) {
		return assertThatExceptionOfType(ReachRateLimitedException.class).isThrownBy(() -> post(context));
	}

	private static boolean isRefused(ApplicationContext context, String reason) {
		try {
			post(context);
			return false;
		}
		catch (ReachRateLimitedException ex) {
			return String.valueOf(ex.getMessage()).contains(reason);
		}
	}

}
