package dev.reach.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import dev.reach.autoconfigure.ReachProperties.RateLimit.Backend;
import dev.reach.autoconfigure.ReachProperties.RateLimit.OnFailure;
import dev.reach.resilience.RateLimit;
import dev.reach.resilience.RedisRateLimit;
import dev.reach.resilience.RedisRateLimitSettings;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.StringUtils;

/**
 * Makes limits that are kept in Redis. A connection is opened in the background, again by
 * the next call if that fails, and closed by the client of the application.
 */
final class RedisRateLimitFactory implements RateLimitFactory, DisposableBean {

	private static final Duration KEPT_UNUSED = Duration.ofSeconds(10);

	private final ObjectProvider<LettuceConnectionFactory> connectionFactory;

	private final ScheduledExecutorService timer;

	RedisRateLimitFactory(ObjectProvider<LettuceConnectionFactory> connectionFactory) {
		this.connectionFactory = connectionFactory;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("reach-rate-limit-");
		threads.setDaemon(true);
		this.timer = Executors.newSingleThreadScheduledExecutor(threads);
	}

	@Override
	public Backend backend() {
		return Backend.REDIS;
	}

	@Override
	public RateLimit create(String name, ReachProperties.RateLimit properties) {
		LettuceConnectionFactory connections = this.connectionFactory.getIfAvailable();
		if (connections == null) {
			throw new InvalidReachPropertyException("reach.rate-limit.backend",
					"It needs a LettuceConnectionFactory bean, which Spring Boot makes from spring.data.redis.* "
							+ "unless Lettuce is excluded or replaced");
		}
		RedisRateLimitSettings settings = new RedisRateLimitSettings(
				StringUtils.hasText(properties.key()) ? properties.key() : "reach:rate-limit:" + name,
				properties.limitForPeriod(), properties.limitRefreshPeriod(), properties.timeoutDuration(),
				properties.onFailure() == OnFailure.ALLOW);
		Mono<AsyncBucketProxy> bucket = Mono.fromCallable(() -> bucket(connections.getRequiredNativeClient(), settings))
			.subscribeOn(Schedulers.boundedElastic())
			.cache((connected) -> Duration.ofMillis(Long.MAX_VALUE), (ex) -> Duration.ZERO, () -> Duration.ZERO);
		connect(bucket);
		return new RedisRateLimit(settings, bucket, this.timer);
	}

	// The first call finds the connection open then. One that fails is reported by that
	// call.
	private static void connect(Mono<AsyncBucketProxy> bucket) {
		bucket.onErrorComplete().subscribe();
	}

	// Calls that arrive while Redis is being asked are asked for together, in their
	// order.
	private static AsyncBucketProxy bucket(AbstractRedisClient client, RedisRateLimitSettings settings) {
		return proxies(client).requestTimeout(RedisRateLimitSettings.ANSWER_TIMEOUT)
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_UNUSED))
			.build()
			.asAsync()
			.builder()
			.withOptimization(Optimizations.batching())
			.build(settings.entry(), () -> CompletableFuture.completedFuture(settings.bucket()));
	}

	private static LettuceBasedProxyManagerBuilder<byte[]> proxies(AbstractRedisClient client) {
		return (client instanceof RedisClusterClient cluster) ? Bucket4jLettuce.casBasedBuilder(cluster)
				: Bucket4jLettuce.casBasedBuilder((RedisClient) client);
	}

	@Override
	public void destroy() {
		this.timer.shutdownNow();
	}

}
