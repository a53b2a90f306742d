package dev.reach.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the operation that a method of a declared HTTP interface stands for. Without it
 * the name of the method is taken. The name is an attribute of the request, see
 * {@link ReachHttpRequest#OPERATION}.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Operation {

	/**
	 * Return the name of the operation, for those of the Reach API the one the contract
	 * has.
	 * @return the name, for example {@code sendMessage}
	 */
	String value();

	/**
	 * Return the statuses that the contract names for the operation, in the way OpenAPI
	 * writes them: {@code 200}, or {@code 2XX} for all from 200 to 299. A client that
	 * fails on unexpected statuses takes any other for a failure.
	 * @return the statuses, none if any may come
	 */
	String[] statuses() default {};

}
