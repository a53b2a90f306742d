package dev.reach.host;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which hosts a call has asked since it last waited.
 *
 * @param asked the hosts
 * @param last the host that was asked last, in this round or before, or {@code null} if
 * there is none
 */
record Round(Set<HostHealth> asked, @Nullable HostHealth last) {

	static final Round FIRST = new Round(Set.of(), null);

	Round with(HostHealth host) {
		return new Round(Stream.concat(this.asked.stream(), Stream.of(host)).collect(Collectors.toUnmodifiableSet()),
				host);
	}

	Round next() {
		return new Round(Set.of(), this.last);
	}

	boolean hasAsked(HostHealth host) {
		return this.asked.contains(host);
	}

	boolean isRepeatOf(HostHealth host) {
		return this.asked.isEmpty() && host == this.last;
	}

}
