package dev.reach.http;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.Assert;

/**
 * The content of a resource, read as it is sent, and exactly as much as was announced: a
 * peer that is told of more would wait for it.
 *
 * @param resource the resource
 * @param length the number of bytes, or -1 if it is not known
 */
record ResourceContent(Resource resource, long length) {

	private static final int BUFFER_SIZE = 16 * 1024;

	static ResourceContent of(Resource resource) {
		Assert.isTrue(resource.isReadable(),
				() -> "The %s is not there or cannot be read".formatted(resource.getDescription()));
		try {
			return new ResourceContent(resource, resource.isOpen() ? -1 : resource.contentLength());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The %s cannot be read".formatted(resource.getDescription()), ex);
		}
	}

	Publisher<? extends DataBuffer> buffers() {
		Flux<DataBuffer> content = Flux
			.defer(() -> DataBufferUtils.read(this.resource, DefaultDataBufferFactory.sharedInstance, BUFFER_SIZE))
			.subscribeOn(Schedulers.boundedElastic());
		return DeclaredLength.hold(this.resource.getDescription(), this.length, content);
	}

}
