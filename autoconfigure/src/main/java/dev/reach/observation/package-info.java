/**
 * Observations of calls: their documented names and keys. The only room that knows
 * Micrometer.
 */
@NullMarked
package dev.reach.observation;

import org.jspecify.annotations.NullMarked;
