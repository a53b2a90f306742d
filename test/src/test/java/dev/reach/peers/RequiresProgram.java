package dev.reach.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips the tests of a class where a program is not installed, or lets them fail there if
 * the system property {@code reach.test.real-peers} is {@code required}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-peer")
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {

	/**
	 * The programs that the tests start.
	 * @return the programs
	 */
	Program[] value();

}
