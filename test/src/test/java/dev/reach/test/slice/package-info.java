/**
 * A small application to test the test slice with.
 */
@NullMarked
package dev.reach.test.slice;

import org.jspecify.annotations.NullMarked;
