package dev.reach.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link NettyLeaks}.
 */
class NettyLeaksTests {

	private final ExtensionContext context = mock(ExtensionContext.class);

	@Test
	void eachBufferIsWatched() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
	}

	@Test
	void bufferThatIsNotReleasedFailsTheClass() {
		lose(ByteBufAllocator.DEFAULT.buffer(8));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> new NettyLeaks().afterAll(this.context))
			.withMessageContaining("LEAK: ByteBuf")
			.withMessageContaining(NettyLeaksTests.class.getName());
	}

	@Test
	void bufferThatIsReleasedIsFine() {
		ByteBufAllocator.DEFAULT.buffer(8).release();
		assertThatNoException().isThrownBy(() -> new NettyLeaks().afterAll(this.context));
	}

	private static void lose(ByteBuf buffer) {
		buffer.writeByte(1);
	}

}
