package dev.reach.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.reach.peers.Program;
import dev.reach.peers.RunningProgram;

/**
 * A program that runs as a proxy and logs what it is asked for.
 *
 * @param program the program
 * @param log finds requests in its log
 */
record LoggingProxy(RunningProgram program, RequestLog log) implements TestProxy {

	static LoggingProxy start(Program program, Path folder, RequestLog log, RunningProgram.Configuration configuration)
			throws IOException {
		return new LoggingProxy(RunningProgram.start(program, folder, folder.resolve(RequestLog.OUTPUT), configuration),
				log);
	}

	@Override
	public int port() {
		return this.program.port();
	}

	@Override
	public List<String> requests(int targetPort) {
		return this.log.requests(targetPort);
	}

	@Override
	public void close() {
		this.program.close();
	}

}
