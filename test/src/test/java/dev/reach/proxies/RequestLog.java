package dev.reach.proxies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a proxy.
 *
 * @param file where it is
 * @param request what a line looks like that tells of a request, and in a group what it
 * tells
 */
record RequestLog(Path file, Pattern request) {

	static final String OUTPUT = "output";

	/**
	 * The log of a program that writes it to its standard output.
	 * @param folder the folder the program was started in
	 * @param request the form of its lines
	 * @return the log
	 */
	static RequestLog output(Path folder, String request) {
		return new RequestLog(folder.resolve(OUTPUT), Pattern.compile(request));
	}

	List<String> requests(int targetPort) {
		Pattern target = Pattern.compile("[:.]" + targetPort + "\\b");
		return text().lines()
			.map(this.request::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.filter(target.asPredicate())
			.toList();
	}

	private String text() {
		try {
			return Files.exists(this.file) ? Files.readString(this.file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
