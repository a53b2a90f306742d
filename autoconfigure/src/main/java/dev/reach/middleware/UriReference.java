package dev.reach.middleware;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The components of a URI or of a relative reference, see RFC 3986, section 5.2. An
 * absent component is {@code null}, which is not the same as an empty one.
 *
 * @param scheme the scheme
 * @param authority host and port
 * @param path the path, may be empty
 * @param query the query
 * @param fragment the fragment
 */
record UriReference(@Nullable String scheme, @Nullable String authority, String path, @Nullable String query,
		@Nullable String fragment) {

	private static final Pattern COMPONENTS = Pattern
		.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);

	static UriReference parse(String text) {
		Matcher matcher = COMPONENTS.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("The text has no components of a URI");
		}
		return new UriReference(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4),
				matcher.group(5));
	}

	UriReference resolveAgainst(UriReference base) {
		if (this.scheme != null) {
			return new UriReference(this.scheme, this.authority, withoutDotSegments(this.path), this.query,
					this.fragment);
		}
		if (this.authority != null) {
			return new UriReference(base.scheme, this.authority, withoutDotSegments(this.path), this.query,
					this.fragment);
		}
		if (this.path.isEmpty()) {
			return new UriReference(base.scheme, base.authority, base.path,
					(this.query != null) ? this.query : base.query, this.fragment);
		}
		return new UriReference(base.scheme, base.authority, withoutDotSegments(mergedWith(base)), this.query,
				this.fragment);
	}

	private String mergedWith(UriReference base) {
		if (this.path.startsWith("/")) {
			return this.path;
		}
		boolean root = base.authority != null && base.path.isEmpty();
		return root ? "/" + this.path : base.path.substring(0, base.path.lastIndexOf('/') + 1) + this.path;
	}

	private static String withoutDotSegments(String path) {
		boolean absolute = path.startsWith("/");
		String[] segments = (absolute ? path.substring(1) : path).split("/", -1);
		Deque<String> kept = new ArrayDeque<>();
		for (int index = 0; index < segments.length; index++) {
			boolean up = segments[index].equals("..");
			if (up) {
				kept.pollLast();
			}
			if (!up && !segments[index].equals(".")) {
				kept.addLast(segments[index]);
			}
			else if (index == segments.length - 1) {
				kept.addLast("");
			}
		}
		return (absolute ? "/" : "") + String.join("/", kept);
	}

	@Override
	public String toString() {
		return ((this.scheme != null) ? this.scheme + ":" : "")
				+ ((this.authority != null) ? "//" + this.authority : "") + this.path
				+ ((this.query != null) ? "?" + this.query : "") + ((this.fragment != null) ? "#" + this.fragment : "");
	}

}
