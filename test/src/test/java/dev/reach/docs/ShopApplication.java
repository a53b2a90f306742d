package dev.reach.docs;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that the examples belong to.
 */
@SpringBootApplication(proxyBeanMethods = false)
class ShopApplication {

}
