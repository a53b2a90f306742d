/**
 * The pipeline: the order in which a call passes headers, middlewares, credentials and
 * the transport.
 */
@NullMarked
package dev.reach.middleware;

import org.jspecify.annotations.NullMarked;
