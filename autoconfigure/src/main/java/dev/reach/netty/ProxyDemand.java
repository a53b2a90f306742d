package dev.reach.netty;

import java.util.Objects;

import dev.reach.proxy.ProxyAuthorization;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ReactorNetty;
import reactor.util.context.ContextView;

/**
 * What a proxy has asked for before it closed the connection. The answer goes to the next
 * connection, by the context of the call that opens it.
 *
 * @param attempt the attempt to get through
 * @param answer the answer, asked for once
 */
record ProxyDemand(ProxyAuthorization.Attempt attempt, Mono<String> answer) {

	// An attempt gives a few answers at most.
	static <T> Mono<T> answering(Mono<T> call) {
		return call.onErrorResume((ex) -> {
			ProxyDemand demand = CauseChain.of(ex)
				.links()
				.stream()
				.map((link) -> (link instanceof ProxyFailure failure) ? failure.demand() : null)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
			return (demand != null) ? demand.withAnswer(answering(call)).switchIfEmpty(Mono.error(ex)) : Mono.error(ex);
		});
	}

	static @Nullable Answered answered(Channel channel) {
		ContextView context = ReactorNetty.getChannelContext(channel);
		return (context != null && context.hasKey(Answered.class)) ? context.get(Answered.class) : null;
	}

	private <T> Mono<T> withAnswer(Mono<T> call) {
		return this.answer.flatMap((header) -> call
			.contextWrite((context) -> context.put(Answered.class, new Answered(this.attempt, header))));
	}

	/**
	 * The answer to a demand.
	 *
	 * @param attempt the attempt to get through
	 * @param header the value of Proxy-Authorization
	 */
	record Answered(ProxyAuthorization.Attempt attempt, String header) {

		@Override
		public String toString() {
			return "Answered";
		}

	}

}
