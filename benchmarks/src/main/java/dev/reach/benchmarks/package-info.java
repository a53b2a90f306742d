/**
 * Runs the benchmarks, each part in a process of its own.
 */
@NullMarked
package dev.reach.benchmarks;

import org.jspecify.annotations.NullMarked;
