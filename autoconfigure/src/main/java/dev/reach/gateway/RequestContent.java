package dev.reach.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import dev.reach.http.BodyBytes;
import dev.reach.http.OutcomeMono;
import dev.reach.http.ReachHttpBody;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;

/**
 * Makes the body for the target from that of the caller, as it arrives; a small one is
 * sent in one piece with its head as soon as it is there. Fields that come after it are
 * dropped, which RFC 9110, section 6.5.1, allows.
 *
 * @param maxSize the largest number of bytes
 * @param idleTimeout how long the body may stand still
 * @param inMemory whether it has to be complete before it is sent
 * @param traffic counts the bytes
 */
record RequestContent(long maxSize, Duration idleTimeout, boolean inMemory, GatewayTraffic traffic) {

	Mono<ReachHttpBody> of(CallerBody body) {
		if (body.length() > this.maxSize) {
			return Mono.error(this::tooLarge);
		}
		Flux<DataBuffer> limited = limited(body.buffers());
		if (this.inMemory) {
			return complete(limited, UnaryOperator.identity());
		}
		return body.isSmall() ? complete(limited, ReachHttpBody::once)
				: Mono.just(ReachHttpBody.stream(limited, null, body.length()));
	}

	private Flux<DataBuffer> limited(Flux<DataBuffer> body) {
		AtomicLong left = new AtomicLong(this.maxSize);
		return IdleTimeout.limit(body, this.idleTimeout, RequestContent::standstill).handle((buffer, sink) -> {
			int size = buffer.readableByteCount();
			this.traffic.received(size);
			if (left.addAndGet(-size) < 0) {
				DataBufferUtils.release(buffer);
				sink.error(tooLarge());
			}
			else {
				sink.next(buffer);
			}
		});
	}

	private static Mono<ReachHttpBody> complete(Flux<DataBuffer> body, UnaryOperator<ReachHttpBody> change) {
		return OutcomeMono.handle(BodyBytes.collect(body, Integer.MAX_VALUE), (bytes, ex) -> {
			if (bytes == null) {
				throw (ex instanceof GatewayException known) ? known : brokenOff(ex);
			}
			return change.apply((bytes.length != 0) ? ReachHttpBody.bytes(bytes, null) : ReachHttpBody.none());
		});
	}

	private static GatewayException brokenOff(@Nullable Throwable ex) {
		return new GatewayException(HttpStatus.BAD_REQUEST, "The body broke off", ex);
	}

	private GatewayException tooLarge() {
		return new GatewayException(HttpStatus.CONTENT_TOO_LARGE,
				"The body is larger than the %d bytes that are allowed".formatted(this.maxSize));
	}

	private static GatewayException standstill(boolean demanded) {
		return demanded ? new GatewayException(HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time")
				: new GatewayException(HttpStatus.GATEWAY_TIMEOUT, "The target did not take the body in time");
	}

}
