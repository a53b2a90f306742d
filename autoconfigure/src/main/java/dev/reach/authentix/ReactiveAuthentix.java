package dev.reach.authentix;

/**
 * The Authentix part of the API: one-time codes.
 *
 * @since 0.1.0
 */
public interface ReactiveAuthentix {

	/**
	 * Return the operations on configurations.
	 * @return the operations
	 */
	ReactiveConfigurationItems configurationItems();

	/**
	 * Return the operations on authentications.
	 * @return the operations
	 */
	ReactiveAuthenticationItems authenticationItems();

	/**
	 * Return the operations that check codes.
	 * @return the operations
	 */
	ReactiveAuthenticationControlItems authenticationControlItems();

	/**
	 * Return the operations on trials.
	 * @return the operations
	 */
	ReactiveAuthenticationTrialItems authenticationTrialItems();

	/**
	 * Return the operations on figures about trials.
	 * @return the operations
	 */
	ReactiveAuthenticationTrialStatItems authenticationTrialStatItems();

}
