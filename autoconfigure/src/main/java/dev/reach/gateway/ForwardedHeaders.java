package dev.reach.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import dev.reach.http.PathRewrite;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * Tells the target who calls: {@code Forwarded} of RFC 7239 and {@code X-Forwarded-*},
 * made from the connection. What a caller says of itself is kept, and added to, only if
 * it is a proxy that is trusted. If that speaks one of the two languages only, its words
 * are translated into the other as in RFC 7239, section 7.4: a target that prefers the
 * other would take the proxy for the caller.
 *
 * @param trustedProxies whose word is taken
 * @param rewrite what becomes of the path
 */
record ForwardedHeaders(TrustedProxies trustedProxies, PathRewrite rewrite) {

	void applyTo(HttpHeaders headers, Caller caller, CallerUri uri) {
		if (this.trustedProxies.include(caller.address())) {
			addTo(headers, caller);
		}
		else {
			ForwardingFields.removeFrom(headers);
			describe(headers, caller);
		}
		String prefix = removedPrefix(uri);
		if (prefix != null) {
			headers.set(ForwardingFields.PREFIX, appended(list(headers, ForwardingFields.PREFIX), prefix));
		}
	}

	private static void describe(HttpHeaders headers, Caller caller) {
		ForwardedElement element = element(caller);
		headers.set(ForwardingFields.FORWARDED, element.toString());
		headers.set(ForwardingFields.FOR, caller.addressText());
		describeFirst(headers, element, caller);
	}

	private static void addTo(HttpHeaders headers, Caller caller) {
		String addresses = list(headers, ForwardingFields.FOR);
		List<ForwardedElement> way = received(headers);
		if (addresses == null && !way.isEmpty()) {
			addresses = way.stream().map(ForwardedElement::address).collect(Collectors.joining(", "));
		}
		way.add(way.isEmpty() ? seenFirst(headers, caller) : element(caller));
		StringJoiner forwarded = new StringJoiner(", ");
		way.forEach((element) -> forwarded.add(element.toString()));
		headers.set(ForwardingFields.FORWARDED, forwarded.toString());
		headers.set(ForwardingFields.FOR, appended(addresses, caller.addressText()));
		describeFirst(headers, way.get(0), caller);
	}

	private static ForwardedElement element(Caller caller) {
		return ForwardedElement.of(caller.addressText(), caller.authority(), caller.scheme());
	}

	private static ForwardedElement seenFirst(HttpHeaders headers, Caller caller) {
		String host = first(headers, ForwardingFields.HOST);
		String scheme = first(headers, ForwardingFields.PROTO);
		return ForwardedElement.of(caller.addressText(), (host != null) ? host : caller.authority(),
				(scheme != null) ? scheme : caller.scheme());
	}

	private static List<ForwardedElement> received(HttpHeaders headers) {
		String forwarded = list(headers, ForwardingFields.FORWARDED);
		List<ForwardedElement> elements = (forwarded != null) ? ForwardedParser.parse(forwarded) : null;
		if (elements != null) {
			return elements;
		}
		List<ForwardedElement> translated = new ArrayList<>();
		for (String address : StringUtils.tokenizeToStringArray(list(headers, ForwardingFields.FOR), ",")) {
			translated.add(translated.isEmpty() ? ForwardedElement.of(address, first(headers, ForwardingFields.HOST),
					first(headers, ForwardingFields.PROTO)) : ForwardedElement.of(address, null, null));
		}
		return translated;
	}

	private static void describeFirst(HttpHeaders headers, ForwardedElement first, Caller caller) {
		String scheme = (first.scheme() != null) ? first.scheme() : caller.scheme();
		String host = (first.host() != null) ? first.host() : caller.authority();
		boolean described = headers.containsHeader(ForwardingFields.HOST)
				|| headers.containsHeader(ForwardingFields.PROTO);
		if (!headers.containsHeader(ForwardingFields.PORT) && !described) {
			headers.set(ForwardingFields.PORT, Caller.portOf(host, scheme));
		}
		if (!headers.containsHeader(ForwardingFields.PROTO)) {
			headers.set(ForwardingFields.PROTO, scheme);
		}
		if (!headers.containsHeader(ForwardingFields.HOST) && host != null) {
			headers.set(ForwardingFields.HOST, host);
		}
	}

	private @Nullable String removedPrefix(CallerUri uri) {
		String from = this.rewrite.from();
		String to = this.rewrite.to();
		boolean removed = !from.equals(to) && from.endsWith(to) && !this.rewrite.apply(uri.uri()).equals(uri.uri());
		String prefix = (uri.received() ? uri.contextPath() : "")
				+ (removed ? from.substring(0, from.length() - to.length()) : "");
		return prefix.isEmpty() ? null : prefix;
	}

	private static String appended(@Nullable String values, String value) {
		return StringUtils.hasLength(values) ? values + ", " + value : value;
	}

	private static @Nullable String first(HttpHeaders headers, String name) {
		String[] values = StringUtils.tokenizeToStringArray(list(headers, name), ",");
		return (values.length != 0) ? values[0] : null;
	}

	private static @Nullable String list(HttpHeaders headers, String name) {
		List<String> values = headers.getOrEmpty(name);
		return values.isEmpty() ? null : String.join(", ", values);
	}

}
