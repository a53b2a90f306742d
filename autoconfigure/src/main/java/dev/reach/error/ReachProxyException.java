package dev.reach.error;

import org.jspecify.annotations.Nullable;

/**
 * The proxy on the way did not let the request through, or cannot be reached.
 *
 * @since 0.1.0
 */
public class ReachProxyException extends ReachTransportException {

	private final String proxy;

	private final @Nullable Answer answer;

	/**
	 * Create a new exception.
	 * @param message what happened
	 * @param cause the cause or {@code null}
	 * @param delivery what is known about the fate of the request
	 * @param proxy the address of the proxy, without credentials
	 * @param answer what the proxy has answered, or {@code null} if it did not
	 */
	public ReachProxyException(String message, @Nullable Throwable cause, Delivery delivery, String proxy,
			@Nullable Answer answer) {
		super(message, cause, delivery, answer == null || answer.isTemporary());
		this.proxy = proxy;
		this.answer = answer;
	}

	/**
	 * Return the address of the proxy.
	 * @return for example {@code http://proxy.example.com:3128}
	 */
	public String proxy() {
		return this.proxy;
	}

	/**
	 * Return what the proxy has answered.
	 * @return the answer, or {@code null} if there was none: it was not reached, it broke
	 * off, or it speaks SOCKS
	 */
	public @Nullable Answer answer() {
		return this.answer;
	}

	@Override
	public boolean isServiceAtFault() {
		return this.answer == null || this.answer.status() < 400 || this.answer.status() >= 500;
	}

	/**
	 * What an HTTP proxy has answered in place of passing data on.
	 *
	 * @param status the status code
	 * @param reason the reason phrase, may be empty
	 * @param body the beginning of its body, at most 1024 characters, if it is text; else
	 * empty. Of a page in HTML it is the text without the markup
	 */
	public record Answer(int status, String reason, String body) {

		private boolean isTemporary() {
			return this.status >= 500 || this.status == 408 || this.status == 429;
		}

		/**
		 * Return status and reason, without the body.
		 */
		@Override
		public String toString() {
			return (this.status + " " + this.reason).strip();
		}

	}

}
