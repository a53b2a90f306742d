package dev.reach.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The packaged jar of the sample, running as a process of its own.
 */
final class PackagedApplication implements AutoCloseable {

	private static final long TIMEOUT_SECONDS = 120;

	private final Process process;

	private final List<String> output = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch messageSeen = new CountDownLatch(1);

	private PackagedApplication(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "output-of-the-sample");
		reader.setDaemon(true);
		reader.start();
	}

	static PackagedApplication start(Path directory, Map<String, String> environment, List<String> jvmArguments,
			String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmArguments);
		command.addAll(List.of("-jar", System.getProperty("packaged.jar"), "--server.port=0"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().remove("REACH_TALKYLABS_API_USER");
		builder.environment().remove("REACH_TALKYLABS_API_KEY");
		builder.environment().putAll(environment);
		return new PackagedApplication(builder.start());
	}

	boolean awaitMessage() throws InterruptedException {
		return this.messageSeen.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	int awaitExit() throws InterruptedException {
		if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The process goes on: " + output());
		}
		return this.process.exitValue();
	}

	void terminate() {
		this.process.destroy();
	}

	List<String> output() {
		synchronized (this.output) {
			return List.copyOf(this.output);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.output.add(line);
				if (line.startsWith("Message: ")) {
					this.messageSeen.countDown();
				}
			}
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
		finally {
			this.messageSeen.countDown();
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
