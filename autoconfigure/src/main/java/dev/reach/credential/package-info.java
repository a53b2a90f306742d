/**
 * API credentials: where they come from, and putting them on the right origin and on
 * nothing else.
 */
@NullMarked
package dev.reach.credential;

import org.jspecify.annotations.NullMarked;
