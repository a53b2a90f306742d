package dev.reach.test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.reach.credential.AuthScheme;
import dev.reach.credential.ReachCredentials;
import dev.reach.http.PayloadMapper;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The Reach API as a function from request to answer. It keeps what was created, so that
 * it can be listed, fetched, changed and deleted, and answers mistakes with the
 * documented errors. Each look at a message moves it one step on: queued, sending, sent,
 * delivered. It sends nothing to anybody. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class ReachSimulator {

	static final String APPLET_ID = "AID000000000001";

	static final String API_VERSION = "1.0.0";

	private final ReachCredentials credentials;

	private final JsonMapper jsonMapper = PayloadMapper.create();

	private final SimulatedRoutes routes;

	private final SimulatedAuthentications authentications;

	private final Lock lock = new ReentrantLock();

	/**
	 * Create a service that nobody has used yet.
	 * @param credentials the credentials it accepts
	 * @param clock the time it goes by
	 */
	public ReachSimulator(ReachCredentials credentials, Clock clock) {
		this.credentials = credentials;
		SimulatedConfigurations configurations = new SimulatedConfigurations(clock);
		SimulatedTrials trials = new SimulatedTrials(clock);
		this.authentications = new SimulatedAuthentications(clock, this.jsonMapper, configurations, trials);
		this.routes = new SimulatedRoutes(new SimulatedMessages(clock), configurations, this.authentications, trials);
	}

	/**
	 * Answer a request.
	 * @param request the request, its body read to completion
	 * @return the answer
	 */
	public ReachHttpResponse answer(ReachHttpRequest request) {
		this.lock.lock();
		try {
			authenticate(request.headers());
			Parameters parameters = Parameters.of(request, this.jsonMapper);
			return this.routes.answer(request, parameters).toResponse(this::write);
		}
		catch (SimulatedFailure ex) {
			return error(ex);
		}
		catch (IllegalArgumentException ex) {
			return error(SimulatedFailure.badRequest(400, "The request cannot be read"));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the code that was sent last to a user.
	 * @param dest the telephone number or e-mail address
	 * @return the code, or {@code null} if none was sent there
	 */
	public @Nullable String codeSentTo(String dest) {
		this.lock.lock();
		try {
			return this.authentications.codeSentTo(dest);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void authenticate(HttpHeaders headers) {
		String apiUser = headers.getFirst(AuthScheme.API_USER);
		String apiKey = headers.getFirst(AuthScheme.API_KEY);
		if (apiUser == null || apiKey == null) {
			throw new SimulatedFailure(401, 20002, "The header ApiUser or ApiKey is missing");
		}
		if (!apiUser.equals(this.credentials.apiUser()) || !apiKey.equals(this.credentials.apiKey())) {
			throw new SimulatedFailure(401, 20003, "Bad credentials");
		}
		SimulatedFailure.check(acceptsJson(headers), 10003, "The Accept header is not application/json");
	}

	private static boolean acceptsJson(HttpHeaders headers) {
		try {
			return headers.getAccept().stream().anyMatch(MediaType.APPLICATION_JSON::equalsTypeAndSubtype);
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private ReachHttpResponse error(SimulatedFailure failure) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("status", failure.status());
		body.put("errorCode", failure.code());
		body.put("errorMessage", failure.getMessage());
		body.put("more_info", "https://www.reach.talkylabs.com/docs/errors/" + failure.code());
		body.put("errorDetails", Map.of());
		return ReachHttpResponse.json(failure.status(), write(body));
	}

	private String write(Object value) {
		return new String(this.jsonMapper.writeValueAsBytes(value), StandardCharsets.UTF_8);
	}

}
