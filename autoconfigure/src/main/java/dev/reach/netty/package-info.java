/**
 * The default transport: Reactor Netty; and what makes a Reactor Netty server strict. The
 * only room that knows Netty.
 */
@NullMarked
package dev.reach.netty;

import org.jspecify.annotations.NullMarked;
