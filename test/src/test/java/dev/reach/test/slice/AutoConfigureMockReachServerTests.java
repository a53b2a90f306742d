package dev.reach.test.slice;

import dev.reach.test.AutoConfigureMockReachServer;
import dev.reach.test.MockReachServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureMockReachServer}.
 */
@SpringBootTest
@AutoConfigureMockReachServer
class AutoConfigureMockReachServerTests {

	@Test
	void theWholeApplicationTalksToTheServer(@Autowired Sender sender, @Autowired MockReachServer server,
			@Autowired Unrelated unrelated) {
		sender.send();
		assertThat(server.requests()).hasSize(1);
		assertThat(unrelated).isNotNull();
	}

}
