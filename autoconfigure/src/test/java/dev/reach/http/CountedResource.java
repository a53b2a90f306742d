package dev.reach.http;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import org.springframework.core.io.AbstractResource;

/**
 * A resource in no memory that counts how often it is opened and closed, and how much of
 * it is read.
 */
final class CountedResource extends AbstractResource {

	private final String filename;

	private final long length;

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	private final AtomicLong read = new AtomicLong();

	CountedResource(String filename, long length) {
		this.filename = filename;
		this.length = length;
	}

	int opened() {
		return this.opened.get();
	}

	void awaitClosed() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.opened.get() == this.closed.get());
	}

	/**
	 * Wait until reading has begun and then pauses.
	 */
	void awaitStandstill() {
		AtomicLong before = new AtomicLong(-1);
		Awaitility.await().atMost(Duration.ofSeconds(20)).during(Duration.ofMillis(400)).until(() -> {
			long now = bytesRead();
			return now > 0 && before.getAndSet(now) == now;
		});
	}

	long bytesRead() {
		return this.read.get();
	}

	static byte byteAt(long position) {
		return (byte) (position * 31 + position / 251);
	}

	@Override
	public InputStream getInputStream() {
		this.opened.incrementAndGet();
		return new Content();
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public long contentLength() {
		return this.length;
	}

	@Override
	public String getFilename() {
		return this.filename;
	}

	@Override
	public String getDescription() {
		return "resource " + this.filename;
	}

	/**
	 * One reading of the resource.
	 */
	private final class Content extends InputStream {

		private long position;

		@Override
		public int read() {
			if (this.position >= CountedResource.this.length) {
				return -1;
			}
			CountedResource.this.read.incrementAndGet();
			return byteAt(this.position++) & 0xff;
		}

		@Override
		public void close() {
			CountedResource.this.closed.incrementAndGet();
		}

	}

}
