/**
 * What an application puts in test scope: a simulator of the Reach API, and a server on a
 * loopback port that answers as it does.
 */
@NullMarked
package dev.reach.test;

import org.jspecify.annotations.NullMarked;
