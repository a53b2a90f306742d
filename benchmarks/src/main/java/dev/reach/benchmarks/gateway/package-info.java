/**
 * The gateway beside Spring Cloud Gateway, each in a process of its own.
 */
@NullMarked
package dev.reach.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
