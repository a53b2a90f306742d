package dev.reach;

import java.util.function.Supplier;

import dev.reach.authentix.AuthenticationControlItems;
import dev.reach.authentix.AuthenticationItems;
import dev.reach.authentix.AuthenticationTrialItems;
import dev.reach.authentix.AuthenticationTrialStatItems;
import dev.reach.authentix.Authentix;
import dev.reach.authentix.ConfigurationItems;

/**
 * The Authentix operations as declared, each made when it is first used.
 *
 * @param configurations the operations on configurations
 * @param authentications the operations on authentications
 * @param controls the operations that check codes
 * @param trials the operations on trials
 * @param trialStats the operations on figures about trials
 */
record DeclaredAuthentix(Supplier<ConfigurationItems> configurations, Supplier<AuthenticationItems> authentications,
		Supplier<AuthenticationControlItems> controls, Supplier<AuthenticationTrialItems> trials,
		Supplier<AuthenticationTrialStatItems> trialStats) implements Authentix {

	static DeclaredAuthentix of(DeclaredClients clients) {
		return new DeclaredAuthentix(clients.lazily(ConfigurationItems.class),
				clients.lazily(AuthenticationItems.class), clients.lazily(AuthenticationControlItems.class),
				clients.lazily(AuthenticationTrialItems.class), clients.lazily(AuthenticationTrialStatItems.class));
	}

	@Override
	public ConfigurationItems configurationItems() {
		return this.configurations.get();
	}

	@Override
	public AuthenticationItems authenticationItems() {
		return this.authentications.get();
	}

	@Override
	public AuthenticationControlItems authenticationControlItems() {
		return this.controls.get();
	}

	@Override
	public AuthenticationTrialItems authenticationTrialItems() {
		return this.trials.get();
	}

	@Override
	public AuthenticationTrialStatItems authenticationTrialStatItems() {
		return this.trialStats.get();
	}

}
