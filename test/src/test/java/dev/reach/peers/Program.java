package dev.reach.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that is there if its package is installed.
 */
public enum Program {

	SQUID("squid"),

	TINYPROXY("tinyproxy"),

	DANTED("danted"),

	MICROSOCKS("microsocks"),

	STUNNEL("stunnel"),

	REDIS("redis-server");

	private final String fileName;

	Program(String fileName) {
		this.fileName = fileName;
	}

	Optional<Path> find() {
		return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin")
			.map((folder) -> Path.of(folder, this.fileName))
			.filter(Files::isExecutable)
			.findFirst();
	}

	Path path() {
		return find().orElseThrow(() -> new IllegalStateException(this + " is not installed"));
	}

	@Override
	public String toString() {
		return this.fileName;
	}

}
