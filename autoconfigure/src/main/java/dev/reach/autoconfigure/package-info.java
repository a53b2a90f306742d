/**
 * Auto-configuration of the client. The only room, with those below it, that knows Spring
 * Boot's configuration; nobody imports it.
 */
@NullMarked
package dev.reach.autoconfigure;

import org.jspecify.annotations.NullMarked;
