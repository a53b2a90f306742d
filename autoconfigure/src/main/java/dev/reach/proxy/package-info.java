/**
 * Which proxy, if any, a request goes through. Decisions only; the transport acts on
 * them.
 */
@NullMarked
package dev.reach.proxy;

import org.jspecify.annotations.NullMarked;
