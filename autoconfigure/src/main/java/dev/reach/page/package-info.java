/**
 * The page envelope of the API, and walking through all pages lazily.
 */
@NullMarked
package dev.reach.page;

import org.jspecify.annotations.NullMarked;
