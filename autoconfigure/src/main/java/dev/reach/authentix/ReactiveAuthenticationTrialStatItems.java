package dev.reach.authentix;

import dev.reach.http.Operation;
import reactor.core.publisher.Mono;

import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Figures about trials. Nothing is sent before the result is subscribed to.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/authentix/v1/authenticationTrialStats", accept = "application/json")
public interface ReactiveAuthenticationTrialStatItems {

	/**
	 * Fetch the figures of the trials that match.
	 * @param query which trials
	 * @return the figures
	 */
	@Operation(value = "fetchAuthenticationTrialStats", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@GetExchange
	Mono<AuthenticationTrialStatItem> fetch(TrialStatQuery query);

}
