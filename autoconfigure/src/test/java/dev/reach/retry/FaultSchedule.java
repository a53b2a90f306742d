package dev.reach.retry;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Which fault comes when. The same seed gives the same faults in the same order.
 *
 * @param seed the seed
 */
record FaultSchedule(long seed) {

	private static final double OF_ATTEMPTS = 0.01;

	private static final double OF_CONNECTIONS = 0.12;

	private static final double OF_REQUESTS = 0.05;

	private static final int STALLS_UNTIL = 10_000;

	private static final int STALLS_EVERY = 1_250;

	private static final List<Fault> PLAIN = List.of(Fault.RESET_ON_ACCEPT, Fault.END_ON_ACCEPT);

	private static final List<Fault> SECURE = List.of(Fault.RESET_ON_ACCEPT, Fault.END_ON_ACCEPT,
			Fault.RESET_IN_HANDSHAKE, Fault.END_IN_HANDSHAKE);

	private static final List<Fault> REQUEST = List.of(Fault.RESET_AFTER_HEAD, Fault.RESET_AFTER_REQUEST,
			Fault.END_AFTER_REQUEST, Fault.END_IN_STATUS_LINE, Fault.END_IN_BODY, Fault.RESET_IN_BODY, Fault.GARBAGE,
			Fault.UNAVAILABLE_BUT_DONE, Fault.UNAVAILABLE, Fault.UNAVAILABLE_FOR_NOW, Fault.TOO_MANY,
			Fault.TOO_MANY_FOR_NOW, Fault.END_AFTER_ANSWER);

	/**
	 * Return whether an attempt meets a port that nobody listens on.
	 * @param number the number of the attempt
	 */
	boolean isRefused(int number) {
		return draw(0, number, OF_ATTEMPTS, List.of(Fault.REFUSED)) == Fault.REFUSED;
	}

	/**
	 * Return what a connection meets.
	 * @param number the number of the connection
	 * @param secure whether it begins with a TLS handshake
	 */
	Fault ofConnection(int number, boolean secure) {
		return draw(1, number, OF_CONNECTIONS, secure ? SECURE : PLAIN);
	}

	/**
	 * Return what a request meets. The few that stall do so early, so that their time
	 * passes while others go on.
	 * @param number the number of the request
	 */
	Fault ofRequest(int number) {
		boolean stall = number < STALLS_UNTIL && number % STALLS_EVERY == STALLS_EVERY - 1;
		return stall ? Fault.STALL : draw(2, number, OF_REQUESTS, REQUEST);
	}

	private Fault draw(int kind, int number, double share, List<Fault> faults) {
		SplittableRandom random = new SplittableRandom(this.seed ^ ((long) kind << 32 | number));
		return (random.nextDouble() < share) ? faults.get(random.nextInt(faults.size())) : Fault.NONE;
	}

}
