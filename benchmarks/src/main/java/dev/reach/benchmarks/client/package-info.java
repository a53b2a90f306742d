/**
 * The contestants, and the server that all of them call.
 */
@NullMarked
package dev.reach.benchmarks.client;

import org.jspecify.annotations.NullMarked;
