package dev.reach.gateway;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProblemErrorHandler}. What it answers is tested on the wire by
 * {@link GatewayErrorTests}.
 */
class ProblemErrorHandlerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

	// Such a buffer would be lost if the caller went away at that very moment.
	@Test
	void noBufferOfTheConnectionIsTakenForTheAnswer() {
		MockServerHttpResponse response = new MockServerHttpResponse(new NettyDataBufferFactory(this.allocator));
		DefaultServerWebExchange exchange = new DefaultServerWebExchange(MockServerHttpRequest.get("/").build(),
				response, new DefaultWebSessionManager(), this.codecs, new AcceptHeaderLocaleContextResolver());
		ServerRequest request = ServerRequest.create(exchange, this.codecs.getReaders());
		GatewayErrorHandler.problemDetails()
			.handle(new IllegalStateException("test"), request)
			.flatMap((answer) -> answer.writeTo(exchange, new Writers(this.codecs.getWriters())))
			.block(LIMIT);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(this.allocator.metric().usedHeapMemory()).isZero();
		assertThat(this.allocator.metric().usedDirectMemory()).isZero();
		assertThat(response.getBodyAsString().block(LIMIT)).contains("\"status\":500");
	}

	private record Writers(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	}

}
