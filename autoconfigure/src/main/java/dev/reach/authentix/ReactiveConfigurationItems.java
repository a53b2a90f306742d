package dev.reach.authentix;

import dev.reach.http.Operation;
import dev.reach.page.Page;
import dev.reach.page.Pages;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Configurations, from which one-time codes are made. Nothing is sent before the result
 * is subscribed to.
 *
 * @since 0.1.0
 */
@HttpExchange(url = "/rest/authentix/v1/configurations", accept = "application/json")
public interface ReactiveConfigurationItems {

	/**
	 * Create a configuration.
	 * @param configuration its settings
	 * @return the new configuration
	 */
	@Operation(value = "createConfiguration", statuses = { "201", "400", "401", "403", "404", "429", "503" })
	@PostExchange(contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	Mono<ConfigurationItem> create(CreateConfiguration configuration);

	/**
	 * Fetch a configuration.
	 * @param configurationId the configuration
	 * @return the configuration
	 */
	@Operation(value = "fetchConfiguration", statuses = { "2XX", "400", "401", "403", "404", "429", "503" })
	@GetExchange("/{configurationId}")
	Mono<ConfigurationItem> fetch(@PathVariable String configurationId);

	/**
	 * Change some settings of a configuration.
	 * @param configurationId the configuration
	 * @param changes the settings to change, at least one
	 * @return the changed configuration
	 */
	@Operation(value = "updateConfiguration", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@PostExchange(url = "/{configurationId}", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	Mono<ConfigurationItem> update(@PathVariable String configurationId, UpdateConfiguration changes);

	/**
	 * Delete a configuration.
	 * @param configurationId the configuration
	 * @return completes when it is done
	 */
	@Operation(value = "deleteConfiguration", statuses = { "204", "400", "401", "403", "404", "429", "503" })
	@DeleteExchange("/{configurationId}")
	Mono<Void> delete(@PathVariable String configurationId);

	/**
	 * Fetch one page of configurations, newest first.
	 * @param query which page
	 * @return the page
	 */
	@Operation(value = "listConfigurations", statuses = { "200", "400", "401", "403", "404", "429", "503" })
	@GetExchange
	Mono<Page<ConfigurationItem>> page(ListQuery query);

	/**
	 * List configurations of all pages, which are fetched one by one as they are needed.
	 * @param query which ones, and how many
	 * @return the records, fetched anew for each subscriber
	 */
	default Flux<ConfigurationItem> list(ListQuery query) {
		return Pages.flux(query, this::page);
	}

	/**
	 * List all configurations, newest first.
	 * @return the records, fetched anew each time
	 */
	default Flux<ConfigurationItem> list() {
		return list(ListQuery.builder().build());
	}

}
