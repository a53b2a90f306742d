package dev.reach.docs;

/**
 * Where an application of the examples gets its tokens.
 */
interface Tokens {

	String current();

}
