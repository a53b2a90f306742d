package dev.reach.authentix;

import dev.reach.http.Operation;
import dev.reach.page.Page;
import dev.reach.page.PagedIterable;
import dev.reach.page.Pages;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Trials: single deliveries of a code.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/authentix/v1/authenticationTrials", accept = "application/json")
public interface AuthenticationTrialItems {

	/**
	 * Fetch a trial.
	 * @param trialId the trial
	 * @return the trial
	 */
	@Operation(value = "fetchAuthenticationTrial", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@GetExchange("/{trialId}")
	AuthenticationTrialItem fetch(@PathVariable String trialId);

	/**
	 * Fetch one page of trials, newest first.
	 * @param query which trials, and which page
	 * @return the page
	 */
	@Operation(value = "listAuthenticationTrials", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange
	Page<AuthenticationTrialItem> page(TrialQuery query);

	/**
	 * List trials of all pages, which are fetched one by one as they are needed.
	 * @param query which ones, and how many
	 * @return the records, fetched anew for each walk
	 */
	default PagedIterable<AuthenticationTrialItem> list(TrialQuery query) {
		return Pages.iterable(query, this::page);
	}

	/**
	 * List all trials, newest first.
	 * @return the records, fetched anew each time
	 */
	default PagedIterable<AuthenticationTrialItem> list() {
		return list(TrialQuery.builder().build());
	}

}
