package dev.reach.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;
import dev.reach.peers.RunningProgram;

/**
 * A Redis that keeps nothing on disk, and can be stopped and started again on its port.
 */
final class Redis implements AutoCloseable {

	private final Path folder;

	private RunningProgram program;

	private Redis(Path folder) throws IOException {
		this.folder = folder;
		this.program = RunningProgram.start(Program.REDIS, folder, output(), this::configure);
	}

	static Redis start(Path folder) throws IOException {
		return new Redis(folder);
	}

	int port() {
		return this.program.port();
	}

	void startAgain() throws IOException {
		this.program = RunningProgram.startAgain(Program.REDIS, this.folder, output(), port(), this::configure);
	}

	@Override
	public void close() {
		this.program.close();
	}

	private List<String> configure(int port) throws IOException {
		Path file = this.folder.resolve("redis.conf");
		Files.writeString(file, """
				bind 127.0.0.1
				port %d
				dir %s
				save ""
				appendonly no
				daemonize no
				""".formatted(port, this.folder));
		return List.of(file.toString());
	}

	private Path output() {
		return this.folder.resolve("output");
	}

}
