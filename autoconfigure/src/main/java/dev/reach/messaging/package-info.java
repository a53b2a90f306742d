/**
 * Sending, scheduling, reading, redacting and deleting messages.
 */
@NullMarked
package dev.reach.messaging;

import org.jspecify.annotations.NullMarked;
