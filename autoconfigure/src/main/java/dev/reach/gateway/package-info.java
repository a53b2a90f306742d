/**
 * The gateway: a reverse proxy as a handler of WebFlux, on the pipeline of the client.
 */
@NullMarked
package dev.reach.gateway;

import org.jspecify.annotations.NullMarked;
