/**
 * The rate limit of several instances, with a Redis as it is installed.
 */
@NullMarked
package dev.reach.redis;

import org.jspecify.annotations.NullMarked;
