/**
 * What is measured, one part in a process.
 */
@NullMarked
package dev.reach.benchmarks.section;

import org.jspecify.annotations.NullMarked;
