/**
 * Ratios, their limits, and the report that is made of them.
 */
@NullMarked
package dev.reach.benchmarks.result;

import org.jspecify.annotations.NullMarked;
