/**
 * What puts load on a contestant, and how contestants are compared.
 */
@NullMarked
package dev.reach.benchmarks.load;

import org.jspecify.annotations.NullMarked;
