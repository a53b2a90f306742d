/**
 * The examples of the documentation, compiled and run. They are not checked for nullness:
 * most applications are not.
 */
@NullUnmarked
package dev.reach.docs;

import org.jspecify.annotations.NullUnmarked;
