package dev.reach.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstrapper for {@link ReachClientTest @ReachClientTest}.
 */
class ReachClientTestContextBootstrapper extends TestSliceTestContextBootstrapper<ReachClientTest> {

}
