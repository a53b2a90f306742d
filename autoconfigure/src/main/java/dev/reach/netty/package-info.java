/**
 * The default transport: WebClient on Reactor Netty. The only room that knows Netty.
 */
@NullMarked
package dev.reach.netty;

import org.jspecify.annotations.NullMarked;
