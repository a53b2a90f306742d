package dev.reach.authentix;

import dev.reach.http.Operation;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Controls: checking the code that a user typed.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/authentix/v1/configurations/{configurationId}/authentication-controls",
		accept = "application/json")
public interface AuthenticationControlItems {

	/**
	 * Check a code. A wrong one gives the status failed; if no authentication awaits a
	 * code, there is a ReachNotFoundException.
	 * @param configurationId the configuration
	 * @param code the code, and whose it is
	 * @return the outcome
	 */
	@Operation(value = "checkAuthenticationCode", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@PostExchange(contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	AuthenticationControlItem check(@PathVariable String configurationId, CheckCode code);

}
