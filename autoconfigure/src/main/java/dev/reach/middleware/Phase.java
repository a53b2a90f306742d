package dev.reach.middleware;

/**
 * Where in a call a middleware stands. Any number from 0 to 1000 is a phase; the names
 * are landmarks. Phases below {@link #TARGET_EDGE} run once per call, that one runs once
 * per attempt, so a repeated request passes it again.
 *
 * @since 0.1.0
 */
public final class Phase {

	/**
	 * Next to the caller: first on the way out, last on the way back.
	 */
	public static final int CLIENT_EDGE = 0;

	/**
	 * Half-way.
	 */
	public static final int PROXY = 500;

	/**
	 * Next to the target: once per attempt, right before credentials are added and the
	 * request is sent.
	 */
	public static final int TARGET_EDGE = 1000;

	private Phase() {
	}

}
