package dev.reach.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with a component that uses the client, one that changes it, and one that
 * has nothing to do with it.
 */
@SpringBootApplication(proxyBeanMethods = false)
class SliceApplication {

}
