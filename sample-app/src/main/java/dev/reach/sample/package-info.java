/**
 * A sample application that uses the starter as a stranger would.
 */
@NullMarked
package dev.reach.sample;

import org.jspecify.annotations.NullMarked;
