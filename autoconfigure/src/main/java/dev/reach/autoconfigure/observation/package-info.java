/**
 * Auto-configuration of the observations of the client.
 */
@NullMarked
package dev.reach.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
