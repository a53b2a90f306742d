package dev.reach.test.slice;

import org.springframework.stereotype.Component;

/**
 * Has nothing to do with the client.
 */
@Component
class Unrelated {

}
