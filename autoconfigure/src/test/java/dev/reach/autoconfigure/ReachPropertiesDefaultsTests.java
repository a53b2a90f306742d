package dev.reach.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ReachProperties} are if nothing is set.
 */
class ReachPropertiesDefaultsTests {

	private static final Binder NOTHING = new Binder(Collections.emptyList());

	// The metadata has the defaults of the annotations, and a group of which one key is
	// set takes the others from there.
	@ParameterizedTest
	@MethodSource("groups")
	void groupThatIsNotSetHasTheDefaultsOfItsAnnotations(RecordComponent group) throws ReflectiveOperationException {
		Object unset = group.getAccessor().invoke(bound(ReachProperties.class));
		assertThat(unset).isEqualTo(bound(group.getType()));
	}

	@Test
	void whatHoldsSeveralIsEmpty() {
		ReachProperties properties = bound(ReachProperties.class);
		assertThat(List.of(properties.baseUrls(), properties.userAgentExtensions())).containsOnly(List.of());
		assertThat(List.of(properties.headers(), properties.clients())).containsOnly(Map.of());
	}

	static Stream<RecordComponent> groups() {
		return Arrays.stream(ReachProperties.class.getRecordComponents())
			.filter((component) -> component.getType().isRecord());
	}

	private static <T> T bound(Class<T> type) {
		return NOTHING.bindOrCreate("", Bindable.of(type));
	}

}
