/**
 * Tests of how the rooms of the library depend on each other.
 */
@NullMarked
package dev.reach.architecture;

import org.jspecify.annotations.NullMarked;
