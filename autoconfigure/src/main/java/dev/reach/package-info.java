/**
 * The client of the Reach API and its builder.
 */
@NullMarked
package dev.reach;

import org.jspecify.annotations.NullMarked;
