/**
 * Programs that other people wrote, to be talked to by tests where they are installed.
 */
@NullMarked
package dev.reach.peers;

import org.jspecify.annotations.NullMarked;
