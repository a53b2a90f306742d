/**
 * Whether, when and how often a request is repeated.
 */
@NullMarked
package dev.reach.retry;

import org.jspecify.annotations.NullMarked;
