package dev.reach.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Annotation that can be applied to a test class to auto-configure the client, and of all
 * else only what the client needs.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("reach.proxy")
public @interface AutoConfigureReachClient {

	/**
	 * Whether the proxies of the environment variables are used. They are not by default:
	 * a test should not depend on the machine it runs on.
	 * @return whether the variables are read
	 */
	boolean fromEnvironment() default false;

	/**
	 * Whether the proxies of the system properties of the JVM are used.
	 * @return whether the properties are read
	 */
	boolean fromSystemProperties() default false;

}
