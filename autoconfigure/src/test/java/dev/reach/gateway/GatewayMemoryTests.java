package dev.reach.gateway;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import dev.reach.netty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that bodies that are larger than the memory pass a gateway in a process of its
 * own.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayMemoryTests {

	private static final int BLOCKS = 16 * 1024;

	private static final byte[] BLOCK = block();

	private static final long SIZE = (long) BLOCKS * BLOCK.length;

	@RegisterExtension
	final FaultServer target = new FaultServer();

	@Test
	void aDownloadIsLargerThanTheMemory() throws Exception {
		Semaphore written = new Semaphore(0);
		this.target.onConnection((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(SIZE));
			for (int number = 0; number < BLOCKS; number++) {
				peer.socket().getOutputStream().write(BLOCK);
				written.release();
			}
			peer.awaitEnd();
		});
		Process gateway = start();
		try (Socket caller = connect(gateway)) {
			caller.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			readHead(caller.getInputStream());
			assertThat(GatewayStreamingTests.standstill(written)).as("blocks on the way to a caller that reads nothing")
				.isLessThan(BLOCKS / 4);
			assertThat(checksum(caller.getInputStream())).isEqualTo(expectedChecksum());
		}
		finally {
			end(gateway);
		}
	}

	@Test
	void anUploadIsLargerThanTheMemory() throws Exception {
		CompletableFuture<Long> received = new CompletableFuture<>();
		this.target.onConnection((peer) -> {
			peer.readHead();
			received.complete(checksum(peer.socket().getInputStream()));
			peer.answer("ok");
			peer.awaitEnd();
		});
		Process gateway = start();
		try (Socket caller = connect(gateway)) {
			caller.getOutputStream()
				.write("POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: %d\r\n\r\n".formatted(SIZE)
					.getBytes(StandardCharsets.US_ASCII));
			for (int number = 0; number < BLOCKS; number++) {
				caller.getOutputStream().write(BLOCK);
			}
			assertThat(readHead(caller.getInputStream())).startsWith("HTTP/1.1 200");
			assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(expectedChecksum());
		}
		finally {
			end(gateway);
		}
	}

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:MaxDirectMemorySize=64m", "-cp", System.getProperty("java.class.path"),
				GatewayInstance.class.getName(), this.target.url().toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static Socket connect(Process gateway) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8));
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith("port=")) {
				Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), Integer.parseInt(line.substring(5)));
				socket.setSoTimeout(20_000);
				return socket;
			}
		}
		throw new EOFException("The gateway did not start");
	}

	private static void end(Process gateway) throws Exception {
		gateway.getOutputStream().close();
		if (!gateway.waitFor(20, TimeUnit.SECONDS)) {
			gateway.destroyForcibly();
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			int next = in.read();
			if (next == -1) {
				throw new EOFException(head.toString());
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static long checksum(InputStream in) throws IOException {
		CRC32 sum = new CRC32();
		byte[] buffer = new byte[BLOCK.length];
		long left = SIZE;
		while (left > 0) {
			int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
			if (count == -1) {
				throw new EOFException(left + " bytes are missing");
			}
			sum.update(buffer, 0, count);
			left -= count;
		}
		return sum.getValue();
	}

	private static long expectedChecksum() {
		CRC32 sum = new CRC32();
		for (int number = 0; number < BLOCKS; number++) {
			sum.update(BLOCK, 0, BLOCK.length);
		}
		return sum.getValue();
	}

	private static byte[] block() {
		byte[] block = new byte[64 * 1024];
		new Random(1).nextBytes(block);
		return block;
	}

}
