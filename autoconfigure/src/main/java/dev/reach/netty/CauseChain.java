package dev.reach.netty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientException;

/**
 * An exception and its causes, the outermost first.
 *
 * @param links the exceptions
 */
record CauseChain(List<Throwable> links) {

	static CauseChain of(Throwable ex) {
		List<Throwable> links = new ArrayList<>();
		for (Throwable link = ex; link != null && !links.contains(link); link = link.getCause()) {
			links.add(link);
		}
		return new CauseChain(links);
	}

	// The native transport puts the name and the number of the failed call first.
	static String reasonOf(Throwable ex) {
		return String.valueOf(ex.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
	}

	<T> @Nullable T find(Class<T> type) {
		return this.links.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	boolean has(Class<?> type) {
		return this.links.stream().anyMatch(type::isInstance);
	}

	String tlsReason() {
		String detail = this.links.get(this.links.size() - 1).getMessage();
		return (detail != null) ? detail : "the peer closed the connection";
	}

	// WebClient's exceptions hold the headers of the request, and some of Netty's hold
	// bytes of the peer in their message: neither may reach a log.
	@Nullable Throwable safeCause() {
		Predicate<Throwable> safe = (link) -> link instanceof IOException && !(link instanceof WebClientException);
		return has(NotSslRecordException.class) ? null : this.links.stream().filter(safe).findFirst().orElse(null);
	}

}
