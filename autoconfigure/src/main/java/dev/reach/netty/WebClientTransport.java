package dev.reach.netty;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * As a bean, lets the default transport send by a {@link WebClient}, with the filters,
 * default headers and cookies of its builder: those of the application's
 * {@code WebClientCustomizer}s, for example.
 *
 * @param builder customized by the application
 * @since 0.1.0
 */
public record WebClientTransport(WebClient.Builder builder) {

}
