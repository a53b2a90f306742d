package dev.reach.authentix;

/**
 * The Authentix part of the API: one-time codes.
 *
 * @since 0.1.0
 */
public interface Authentix {

	/**
	 * Return the operations on configurations.
	 * @return the operations
	 */
	ConfigurationItems configurationItems();

	/**
	 * Return the operations on authentications.
	 * @return the operations
	 */
	AuthenticationItems authenticationItems();

	/**
	 * Return the operations that check codes.
	 * @return the operations
	 */
	AuthenticationControlItems authenticationControlItems();

	/**
	 * Return the operations on trials.
	 * @return the operations
	 */
	AuthenticationTrialItems authenticationTrialItems();

	/**
	 * Return the operations on figures about trials.
	 * @return the operations
	 */
	AuthenticationTrialStatItems authenticationTrialStatItems();

}
