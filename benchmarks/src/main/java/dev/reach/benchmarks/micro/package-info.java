/**
 * Parts of the client without any socket.
 */
@NullMarked
package dev.reach.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
