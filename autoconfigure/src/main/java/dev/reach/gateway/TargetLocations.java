package dev.reach.gateway;

import java.net.URI;
import java.util.List;

import dev.reach.http.BaseUrl;
import dev.reach.http.Origin;
import dev.reach.http.PathRewrite;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Says where callers find what a target refers to: a reference to a place below the base
 * URL of a target becomes one to the path of the gateway that leads there. Any other
 * stays as it is.
 *
 * @param targets the base URLs
 * @param rewrite what becomes of the paths of requests
 */
record TargetLocations(List<BaseUrl> targets, PathRewrite rewrite) {

	void applyTo(HttpHeaders headers, String contextPath) {
		for (String name : List.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_LOCATION)) {
			List<String> values = headers.get(name);
			if (values != null) {
				headers.put(name, values.stream().map((value) -> ofGateway(value, contextPath)).toList());
			}
		}
	}

	private String ofGateway(String location, String contextPath) {
		try {
			URI uri = URI.create(location);
			String path = pathBelowTarget(uri);
			String mapped = (path != null) ? beforeRewrite(path) : null;
			if (mapped == null || mapped.startsWith("//")) {
				return location;
			}
			String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
			return contextPath + mapped + query + ((uri.getRawFragment() != null) ? "#" + uri.getRawFragment() : "");
		}
		catch (IllegalArgumentException ex) {
			return location;
		}
	}

	private @Nullable String pathBelowTarget(URI uri) {
		for (BaseUrl target : this.targets) {
			String base = target.uri().getRawPath();
			String path = isAt(target, uri) ? uri.getRawPath() : null;
			if (path != null && PathRewrite.begins(path, base)) {
				return path.substring(base.length());
			}
		}
		return null;
	}

	private static boolean isAt(BaseUrl target, URI uri) {
		if (uri.isAbsolute()) {
			return uri.getHost() != null && uri.getRawUserInfo() == null && target.origin().equals(Origin.of(uri));
		}
		return uri.getRawAuthority() == null && uri.getRawPath().startsWith("/");
	}

	private @Nullable String beforeRewrite(String path) {
		String from = this.rewrite.from();
		String to = this.rewrite.to();
		String mapped = PathRewrite.begins(path, to) ? from + path.substring(to.length()) : null;
		return (mapped != null && mapped.isEmpty()) ? "/" : mapped;
	}

}
