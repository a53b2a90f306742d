/**
 * The application whose start is measured.
 */
@NullMarked
package dev.reach.benchmarks.start;

import org.jspecify.annotations.NullMarked;
