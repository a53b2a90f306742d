package dev.reach.test;

/**
 * Ends the simulation of a request with a documented error.
 */
final class SimulatedFailure extends RuntimeException {

	private final int status;

	private final int code;

	SimulatedFailure(int status, int code, String message) {
		super(message, null, false, false);
		this.status = status;
		this.code = code;
	}

	static SimulatedFailure badRequest(int code, String message) {
		return new SimulatedFailure(400, code, message);
	}

	static SimulatedFailure notFound(int code, String message) {
		return new SimulatedFailure(404, code, message);
	}

	static void check(boolean valid, int code, String message) {
		if (!valid) {
			throw badRequest(code, message);
		}
	}

	int status() {
		return this.status;
	}

	int code() {
		return this.code;
	}

}
