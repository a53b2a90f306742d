/**
 * One-time codes: configurations, authentications, the checking of codes, trials.
 */
@NullMarked
package dev.reach.authentix;

import org.jspecify.annotations.NullMarked;
