/**
 * The exceptions of the client: what went wrong, where, and whether the request may have
 * been carried out.
 */
@NullMarked
package dev.reach.error;

import org.jspecify.annotations.NullMarked;
