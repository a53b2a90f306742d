package dev.reach.middleware;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.reach.credential.CredentialHeaders;
import dev.reach.credential.RequestSigner;
import dev.reach.host.Hosts;
import dev.reach.http.PathRewrite;
import dev.reach.http.RequestCompression;
import dev.reach.middleware.Pipeline.PipelineSettings;
import dev.reach.resilience.Permits;
import dev.reach.resilience.Resilience;

/**
 * Describes what a call passes, in its order. Parts are named by their class, as the
 * string form of one that an application replaced may hold anything.
 *
 * @param settings what the pipeline does besides sending
 * @param hosts where relative URIs lead
 * @param middlewares the middlewares
 * @param credentials adds the credentials
 * @param signer signs each request
 * @param resilience what is done against failures
 */
record PipelineDescription(PipelineSettings settings, Hosts hosts, List<Middleware> middlewares,
		CredentialHeaders credentials, RequestSigner signer, Resilience resilience) {

	@Override
	public String toString() {
		Map<Integer, String> phases = this.middlewares.stream()
			.collect(Collectors.groupingBy(Middleware::phase, TreeMap::new,
					Collectors.mapping(PipelineDescription::nameOf, Collectors.joining(", "))));
		StringBuilder text = new StringBuilder("client '%s'".formatted(this.settings.clientName()));
		add(text, "call", "at most %d ms".formatted(this.settings.requestTimeout().toMillis()));
		add(text, "path", path());
		add(text, "headers", this.settings.headers().toString());
		phases.forEach((phase, names) -> addPhase(text, phase, names, phase != Phase.TARGET_EDGE));
		add(text, "redirects", redirects());
		add(text, "retry", "decided by " + nameOf(this.resilience.retryPolicy()));
		add(text, "permits", (this.resilience.permits() == Permits.NONE) ? "none" : nameOf(this.resilience.permits()));
		add(text, "hosts", this.hosts.toString());
		phases.forEach((phase, names) -> addPhase(text, phase, names, phase == Phase.TARGET_EDGE));
		add(text, "log", this.settings.log().toString());
		add(text, "cookies", cookies());
		add(text, "compression", compression());
		add(text, "credentials", "to " + this.credentials);
		add(text, "signature", (this.signer == RequestSigner.NONE) ? "none" : "by " + nameOf(this.signer));
		return text.toString();
	}

	private String path() {
		PathRewrite rewrite = this.settings.rewrite();
		return rewrite.equals(PathRewrite.NONE) ? "as given" : "%s becomes %s".formatted(rewrite.from(), rewrite.to());
	}

	private String redirects() {
		RedirectPolicy policy = this.settings.redirectPolicy();
		return (policy == NoRedirects.INSTANCE) ? "not followed"
				: "decided by %s, at most %d".formatted(nameOf(policy), this.settings.maxRedirects());
	}

	private String cookies() {
		return this.settings.cookies() + ((this.settings.cookieStore() != null)
				? ", those of services kept by " + nameOf(this.settings.cookieStore()) : ", none of services kept");
	}

	private String compression() {
		RequestCompression compression = this.settings.compression();
		return compression.equals(RequestCompression.NONE) ? "none" : "from " + compression.minRequestSize();
	}

	private static void addPhase(StringBuilder text, int phase, String names, boolean here) {
		if (here) {
			add(text, "phase " + phase, names);
		}
	}

	private static void add(StringBuilder text, String step, String what) {
		text.append("\n  ").append(step).append(": ").append(what);
	}

	private static String nameOf(Object part) {
		Class<?> type = (part instanceof FunctionMiddleware middleware) ? middleware.action().getClass()
				: part.getClass();
		String name = type.getName().replaceAll("\\$\\$.*", "");
		return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
	}

}
