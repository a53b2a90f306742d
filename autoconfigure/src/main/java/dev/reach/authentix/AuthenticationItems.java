package dev.reach.authentix;

import dev.reach.http.Operation;
import dev.reach.page.Page;
import dev.reach.page.PagedIterable;
import dev.reach.page.Pages;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Authentications: sending a code to a user.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/authentix/v1/configurations/{configurationId}/authentications", accept = "application/json")
public interface AuthenticationItems {

	/**
	 * Send a code to a user. While an authentication lives, asking again for the same
	 * destination sends the same code.
	 * @param configurationId the configuration
	 * @param authentication to whom and how
	 * @return the authentication
	 */
	@Operation(value = "startAuthentication", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@PostExchange(contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	AuthenticationItem start(@PathVariable String configurationId, StartAuthentication authentication);

	/**
	 * Fetch an authentication.
	 * @param configurationId the configuration
	 * @param authenticationId the authentication
	 * @return the authentication
	 */
	@Operation(value = "fetchAuthentication", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange("/{authenticationId}")
	AuthenticationItem fetch(@PathVariable String configurationId, @PathVariable String authenticationId);

	/**
	 * Close an authentication with a custom code: passed, after the code was checked
	 * elsewhere, or canceled.
	 * @param configurationId the configuration
	 * @param authenticationId the authentication
	 * @param status passed or canceled
	 * @return the changed authentication
	 */
	@Operation(value = "updateAuthenticationStatus", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@PostExchange(url = "/{authenticationId}", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	AuthenticationItem update(@PathVariable String configurationId, @PathVariable String authenticationId,
			@RequestParam AuthenticationStatus status);

	/**
	 * Fetch one page of the live authentications of a configuration, newest first.
	 * @param configurationId the configuration
	 * @param query which page
	 * @return the page
	 */
	@Operation(value = "listAuthentications", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange
	Page<AuthenticationItem> page(@PathVariable String configurationId, ListQuery query);

	/**
	 * List the live authentications of a configuration of all pages, which are fetched
	 * one by one as they are needed.
	 * @param configurationId the configuration
	 * @param query which ones, and how many
	 * @return the records, fetched anew for each walk
	 */
	default PagedIterable<AuthenticationItem> list(String configurationId, ListQuery query) {
		return Pages.iterable(query, (page) -> page(configurationId, page));
	}

	/**
	 * List all live authentications of a configuration, newest first.
	 * @param configurationId the configuration
	 * @return the records, fetched anew each time
	 */
	default PagedIterable<AuthenticationItem> list(String configurationId) {
		return list(configurationId, ListQuery.builder().build());
	}

}
