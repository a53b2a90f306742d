package dev.reach.test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.UnaryOperator;

import dev.reach.docs.JdkHttpClient;
import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import dev.reach.http.RequestProgress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Ways in which a transport can be wrong, each with the cases of the kit that have to say
 * so.
 */
enum DefectiveTransport {

	FOLLOWS_REDIRECTS("aRedirectIsReturnedAndNotFollowed") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).flatMap((response) -> {
				URI location = response.headers().getLocation();
				return (location != null) ? SOUND.exchange(request.mutate().uri(location).build())
						: Mono.just(response);
			});
		}
	},

	REPEATS_ON_FAILURE_OF_THE_SERVICE("aFailureOfTheServiceIsReturnedAndNotRepeated") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.flatMap((response) -> (response.status() == 503) ? SOUND.exchange(request) : Mono.just(response));
		}
	},

	REPEATS_WHAT_WAS_LOST("anEndInsteadOfAnAnswerIsUnknown", "aResetWithinTheRequestIsUnknown",
			"anEndOfAConnectionThatIsUsedAgainIsUnknownAndNotRepeated") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).retry(1);
		}
	},

	REPEATS_WHAT_BROKE_OFF("anEndWithinABodyOfKnownLengthIsAFailureOfTheBody") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.map((response) -> response.mapBody((body) -> body
					.onErrorResume((ex) -> SOUND.exchange(request).flatMapMany(ReachHttpResponse::body))));
		}
	},

	ANSWERS_DEMANDS("aDemandForCredentialsIsReturnedAndNotAnswered") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.flatMap((response) -> (response.status() == 401) ? SOUND.exchange(request) : Mono.just(response));
		}
	},

	FAILS_FOR_ERRORS("eachStatusIsReturned", "theBodyOfEachStatusIsReturned") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.flatMap((response) -> (response.status() < 400) ? Mono.just(response)
						: Mono.error(new ReachTransportException("Failed", null, Delivery.UNKNOWN)));
		}
	},

	KEEPS_COOKIES("cookiesAreNotKept") {
		private final Set<String> cookies = new CopyOnWriteArraySet<>();

		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return Mono.defer(() -> SOUND.exchange(
					request.mutate().headers((headers) -> headers.addAll("Cookie", List.copyOf(this.cookies))).build()))
				.doOnNext((response) -> this.cookies.addAll(response.headers().getOrEmpty("Set-Cookie")));
		}
	},

	SENDS_USER_INFORMATION("userInformationOfTheUriIsNotSent") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			String user = request.uri().getUserInfo();
			return SOUND.exchange((user != null) ? request.mutate()
				.headers((headers) -> headers.setBasicAuth(user.split(":")[0], user.split(":")[1]))
				.build() : request);
		}
	},

	LOSES_VALUES_OF_REQUEST_HEADERS("eachValueOfAHeaderArrives", "eachValueOfAHeaderHasALineOfItsOwn") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request.mutate()
				.headers((headers) -> headers.setAll(request.headers().toSingleValueMap()))
				.build());
		}
	},

	LOSES_VALUES_OF_RESPONSE_HEADERS("eachValueOfAHeaderIsReturned", "valuesOfAHeaderInDifferentCaseAreKept") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).map((response) -> {
				HttpHeaders headers = new HttpHeaders();
				headers.setAll(response.headers().toSingleValueMap());
				return ReachHttpResponse.streaming(response.status(), headers, response.body());
			});
		}
	},

	ENCODES_AGAIN("pathAndQueryArriveAsTheyAre", "theRequestLineHoldsPathAndQuery") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND
				.exchange(request.mutate().uri(URI.create(request.uri().toString().replace("%", "%25"))).build());
		}
	},

	TAKES_BODIES_FOR_TEXT("eachByteOfAResponseIsReturned", "aLargeResponseIsReturned") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.flatMap((response) -> response.text()
					.map((text) -> response.withBytes(text.getBytes(StandardCharsets.UTF_8))));
		}
	},

	CHUNKS_BYTES("bytesAreSentWithTheirLength", "aMissingBodyIsSentAsLengthZero") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(withStream(request, (buffers) -> buffers));
		}
	},

	SENDS_BEFORE_SUBSCRIPTION("nothingIsSentBeforeSubscription") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			Mono<ReachHttpResponse> response = SOUND.exchange(request).cache();
			response.subscribe();
			return response;
		}
	},

	SENDS_ONCE_FOR_ALL_SUBSCRIPTIONS("eachSubscriptionSends") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).flatMap((response) -> response.bytes().map(response::withBytes)).cache();
		}
	},

	BUFFERS_REQUESTS("partsOfAStreamAreSentAsTheyAreProduced", "aStreamIsNotAskedForMoreThanThePeerTakes") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND
				.exchange(withStream(request, (buffers) -> buffers.collectList().flatMapIterable(List::copyOf)));
		}
	},

	BUFFERS_RESPONSES("theHeadIsReturnedBeforeTheBodyIsThere", "piecesOfTheBodyAreReturnedAsTheyArrive",
			"aBodyThatBreaksOffStillGivesItsHead") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).flatMap((response) -> response.bytes().map(response::withBytes));
		}
	},

	READS_AHEAD("aBodyIsNotTakenFromThePeerFasterThanItIsRead") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).map((response) -> response.mapBody(Flux::onBackpressureBuffer));
		}
	},

	ENDS_CLEANLY("anEndWithinABodyOfKnownLengthIsAFailureOfTheBody", "anEndWithinChunksIsAFailureOfTheBody",
			"aResetWithinTheBodyIsAFailureOfTheBody", "aBodyThatBreaksOffStillGivesItsHead") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).map((response) -> response.mapBody(Flux::onErrorComplete));
		}
	},

	ENDS_REQUESTS_CLEANLY("aFailureOfTheRequestBodyIsUnknownAndNotTakenForItsEnd") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(withStream(request, Flux::onErrorComplete));
		}
	},

	IGNORES_CANCELLATION("cancellationBeforeTheHeadClosesTheConnection",
			"cancellationWhileTheRequestIsSentStopsItsBodyAndClosesTheConnection") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return Mono.defer(() -> {
				Sinks.One<ReachHttpResponse> response = Sinks.one();
				SOUND.exchange(request).subscribe(response::tryEmitValue, response::tryEmitError);
				return response.asMono();
			});
		}
	},

	IGNORES_CANCELLATION_OF_BODIES("cancellationWithinTheBodyClosesTheConnection",
			"cancellationWhileTheBodyIsAwaitedClosesTheConnection", "aBodyThatNobodyWantsClosesTheConnection") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).map((response) -> response.mapBody((body) -> body.publish().autoConnect()));
		}
	},

	BLOCKS("subscriptionDoesNotWaitForTheAnswer") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return Mono.fromCallable(() -> SOUND.exchange(request).block());
		}
	},

	FAILS_WITH_EXCEPTIONS_OF_ITS_OWN("aRefusedConnectionIsNotSent", "anEndInsteadOfAnAnswerIsUnknown",
			"anAnswerThatIsNotHttpIsUnknown") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).onErrorMap(IOException::new);
		}
	},

	FAILS_BODIES_WITH_EXCEPTIONS_OF_ITS_OWN("anEndWithinABodyOfKnownLengthIsAFailureOfTheBody",
			"anEndWithinChunksIsAFailureOfTheBody") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.map((response) -> response.mapBody((body) -> body.onErrorMap(IOException::new)));
		}
	},

	TAKES_EVERYTHING_FOR_UNSENT("anEndInsteadOfAnAnswerIsUnknown", "aResetInsteadOfAnAnswerIsUnknown",
			"anEndWithinTheHeadIsUnknown") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).onErrorMap(failure(request.toString(), Delivery.NOT_SENT));
		}
	},

	TAKES_EVERYTHING_FOR_SENT("aRefusedConnectionIsNotSent", "anUnknownHostIsNotSent") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).onErrorMap(failure(request.toString(), Delivery.UNKNOWN));
		}
	},

	TELLS_THE_QUERY("aRefusedConnectionIsNotSent", "anEndInsteadOfAnAnswerIsUnknown") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request)
				.onErrorMap(ReachTransportException.class,
						(ex) -> failure(request.method() + " " + request.uri(), ex.delivery()).apply(ex));
		}
	},

	NEVER_SAYS_WRITTEN("aRequestOnTheWireIsNotTakenForUnsent") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			RequestProgress.of(request).notYetWritten();
			return SOUND.exchange(request);
		}
	},

	DECLARES_NO_COMPRESSION("compressionThatIsNotUndoneIsStillDeclared") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request).map((response) -> {
				HttpHeaders headers = HttpHeaders.copyOf(response.headers());
				headers.remove("Content-Encoding");
				return ReachHttpResponse.streaming(response.status(), headers, response.body());
			});
		}
	},

	ASKS_FOR_COMPRESSION("compressionThatIsAskedForIsUndone") {
		@Override
		Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
			return SOUND.exchange(request.mutate().header("Accept-Encoding", "gzip").build());
		}
	};

	static final ReachHttpClient SOUND = new JdkHttpClient(Duration.ofSeconds(10));

	private final List<String> cases;

	DefectiveTransport(String... cases) {
		this.cases = List.of(cases);
	}

	List<String> cases() {
		return this.cases;
	}

	abstract Mono<ReachHttpResponse> exchange(ReachHttpRequest request);

	static ReachHttpRequest withStream(ReachHttpRequest request, UnaryOperator<Flux<DataBuffer>> buffers) {
		ReachHttpBody body = ReachHttpBody.stream(buffers.apply(request.body().buffers()), MediaType.TEXT_PLAIN, -1);
		return request.mutate().body(body).build();
	}

	static UnaryOperator<Throwable> failure(String request, Delivery delivery) {
		return (ex) -> new ReachTransportException("Failed on " + request, ex, delivery);
	}

}
