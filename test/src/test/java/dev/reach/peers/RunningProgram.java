package dev.reach.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A {@link Program} that runs and accepts connections on a loopback port.
 */
public final class RunningProgram implements AutoCloseable {

	private static final int ATTEMPTS = 3;

	private static final Duration START_LIMIT = Duration.ofSeconds(20);

	private final Process process;

	private final int port;

	private RunningProgram(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a program on a free port.
	 * @param program the program
	 * @param folder an empty folder that it may write to
	 * @param output the file that its output goes to
	 * @param configuration writes what it reads
	 * @return the program, which accepts connections
	 * @throws IOException if its files cannot be written
	 */
	public static RunningProgram start(Program program, Path folder, Path output, Configuration configuration)
			throws IOException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			RunningProgram running = launch(program, folder, output, freePort(), configuration);
			if (running.awaitConnections()) {
				return running;
			}
		}
		throw new IllegalStateException("%s does not start: %s".formatted(program, Files.readString(output)));
	}

	/**
	 * Start a program on the port that an earlier one had.
	 * @param program the program
	 * @param folder a folder that it may write to
	 * @param output the file that its output goes to
	 * @param port the port
	 * @param configuration writes what it reads
	 * @return the program, which accepts connections
	 * @throws IOException if its files cannot be written
	 */
	public static RunningProgram startAgain(Program program, Path folder, Path output, int port,
			Configuration configuration) throws IOException {
		RunningProgram running = launch(program, folder, output, port, configuration);
		if (!running.awaitConnections()) {
			throw new IllegalStateException("%s does not start again: %s".formatted(program, Files.readString(output)));
		}
		return running;
	}

	private static RunningProgram launch(Program program, Path folder, Path output, int port,
			Configuration configuration) throws IOException {
		List<String> command = new ArrayList<>(List.of(program.path().toString()));
		command.addAll(configuration.arguments(port));
		return new RunningProgram(new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start(), port);
	}

	/**
	 * Return the port it listens on.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		List<ProcessHandle> processes = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		processes.forEach(ProcessHandle::destroyForcibly);
	}

	private boolean awaitConnections() {
		try {
			Awaitility.await()
				.atMost(START_LIMIT)
				.pollInterval(Duration.ofMillis(20))
				.until(() -> !this.process.isAlive() || acceptsConnections());
			return this.process.isAlive();
		}
		catch (ConditionTimeoutException ex) {
			close();
			return false;
		}
	}

	private boolean acceptsConnections() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Writes the configuration of a program.
	 */
	public interface Configuration {

		/**
		 * Write it.
		 * @param port the port to listen on
		 * @return the arguments of the program
		 * @throws IOException if it cannot be written
		 */
		List<String> arguments(int port) throws IOException;

	}

}
