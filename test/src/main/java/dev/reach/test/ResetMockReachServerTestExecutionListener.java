package dev.reach.test;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Makes the {@link MockReachServer} beans of a context, which tests may share, forget
 * everything before each test.
 */
final class ResetMockReachServerTestExecutionListener extends AbstractTestExecutionListener {

	ResetMockReachServerTestExecutionListener() {
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			if (context.getBeanNamesForType(MockReachServerAutoConfiguration.class).length > 0) {
				context.getBeansOfType(MockReachServer.class, false, false).values().forEach(MockReachServer::reset);
			}
		}
	}

}
