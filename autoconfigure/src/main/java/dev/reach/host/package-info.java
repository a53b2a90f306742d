/**
 * Several base URLs: which one a request goes to, and what happens when one fails.
 */
@NullMarked
package dev.reach.host;

import org.jspecify.annotations.NullMarked;
