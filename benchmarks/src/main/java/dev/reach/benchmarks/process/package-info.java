/**
 * Other processes.
 */
@NullMarked
package dev.reach.benchmarks.process;

import org.jspecify.annotations.NullMarked;
