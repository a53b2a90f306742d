/**
 * Sending through proxies that other people wrote: the programs of the operating system,
 * where they are installed, and LittleProxy.
 */
@NullMarked
package dev.reach.proxies;

import org.jspecify.annotations.NullMarked;
