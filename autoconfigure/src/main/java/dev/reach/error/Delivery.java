package dev.reach.error;

/**
 * What is known about the fate of a request that failed.
 *
 * @since 0.1.0
 */
public enum Delivery {

	/**
	 * The request was certainly not carried out: not one byte of it was written, or the
	 * service refused it. It may be repeated without doing anything twice.
	 */
	NOT_SENT,

	/**
	 * The request was handed to the network and may have been carried out. Repeating one
	 * that is not idempotent can do its work twice, for example send a message again.
	 */
	UNKNOWN

}
