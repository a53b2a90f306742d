/**
 * What a client does against failures of the service, as one value; and the circuit
 * breaker, rate limit and concurrency limit of an attempt.
 */
@NullMarked
package dev.reach.resilience;

import org.jspecify.annotations.NullMarked;
