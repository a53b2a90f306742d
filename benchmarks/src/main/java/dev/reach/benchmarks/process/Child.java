package dev.reach.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Another process, which ends with this one at the latest.
 */
public final class Child implements AutoCloseable {

	private static final String PORT = "PORT ";

	private static final String COMPILED = "COMPILED ";

	private static final Duration REPORT = Duration.ofMillis(200);

	private static final int PATIENCE_SECONDS = 10;

	private static final Set<Child> CHILDREN = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll));
	}

	private final Process process;

	private final BufferedReader output;

	private volatile Duration compilationTime = Duration.ZERO;

	private Child(Process process) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private static void endAll() {
		CHILDREN.forEach(Child::terminate);
		CHILDREN.forEach((child) -> child.end(2));
	}

	/**
	 * Start a program.
	 * @param command the program and its arguments
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static Child start(List<String> command) throws IOException {
		Child child = new Child(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		CHILDREN.add(child);
		return child;
	}

	/**
	 * Start a main class on the JVM of this process.
	 * @param classPath its class path
	 * @param options the options of the JVM
	 * @param main the class
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static Child java(ClassPath classPath, List<String> options, Class<?> main, String... arguments)
			throws IOException {
		return java(Path.of(System.getProperty("java.home"), "bin", "java").toString(), classPath, options, main,
				arguments);
	}

	/**
	 * Start a main class on a JVM. It has what {@code -XX} options this one has.
	 * @param executable the executable of the JVM
	 * @param classPath its class path
	 * @param options the options of the JVM
	 * @param main the class
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static Child java(String executable, ClassPath classPath, List<String> options, Class<?> main,
			String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(executable));
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("-XX:"))
			.forEach(command::add);
		command.addAll(options);
		command.addAll(List.of("-cp", classPath.toString(), main.getName()));
		command.addAll(List.of(arguments));
		return start(command);
	}

	/**
	 * Called by a process that is a child: it ends when its parent does.
	 */
	public static void endWithParent() {
		Thread thread = new Thread(() -> {
			try {
				while (System.in.read() >= 0) {
					Thread.onSpinWait();
				}
			}
			catch (IOException ex) {
				// The parent is gone.
			}
			System.exit(1);
		}, "end-with-parent");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Called by a process that is a server. From then on it tells how busy its compiler
	 * is.
	 * @param port its port
	 */
	public static void announce(int port) {
		System.out.println(PORT + port);
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "compilation-reports");
			thread.setDaemon(true);
			return thread;
		});
		reports.scheduleAtFixedRate(() -> System.out.println(COMPILED + compiler.getTotalCompilationTime()), 0,
				REPORT.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Wait until the process has announced its port. What it writes later is read, so
	 * that a full pipe does not stop it.
	 * @return the base URL
	 * @throws IOException if it has not
	 */
	public String url() throws IOException {
		String url = "http://127.0.0.1:" + await(PORT);
		Thread drain = new Thread(() -> this.output.lines()
			.filter((line) -> line.startsWith(COMPILED))
			.forEach((line) -> this.compilationTime = Duration
				.ofMillis(Long.parseLong(line.substring(COMPILED.length())))), "drain");
		drain.setDaemon(true);
		drain.setUncaughtExceptionHandler((thread, ex) -> {
		});
		drain.start();
		return url;
	}

	/**
	 * Wait for a line of output.
	 * @param prefix what the line begins with
	 * @return what comes after the prefix
	 * @throws IOException if there is none
	 */
	public String await(String prefix) throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
		}
		throw new IOException("The process ended without saying " + prefix.strip());
	}

	/**
	 * Return the output.
	 * @return a reader
	 */
	public BufferedReader output() {
		return this.output;
	}

	/**
	 * Wait until the process has ended.
	 * @return its exit code
	 * @throws InterruptedException if the wait is interrupted
	 */
	public int exitCode() throws InterruptedException {
		return this.process.waitFor();
	}

	/**
	 * Return how long the compiler of the JVM of a server has been at work.
	 * @return the time of all its threads together
	 */
	public Duration compilationTime() {
		return this.compilationTime;
	}

	@Override
	public void close() {
		CHILDREN.remove(this);
		terminate();
		end(PATIENCE_SECONDS);
	}

	// Process.destroy() would take the output away from who reads it.
	private void terminate() {
		this.process.toHandle().destroy();
	}

	private void end(int patienceSeconds) {
		try {
			if (!this.process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
