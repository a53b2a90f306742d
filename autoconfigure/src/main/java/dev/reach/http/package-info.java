/**
 * The model of an HTTP exchange and the transport seam: one request, one response,
 * nothing more.
 */
@NullMarked
package dev.reach.http;

import org.jspecify.annotations.NullMarked;
