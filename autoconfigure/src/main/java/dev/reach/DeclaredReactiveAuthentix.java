package dev.reach;

import java.util.function.Supplier;

import dev.reach.authentix.ReactiveAuthenticationControlItems;
import dev.reach.authentix.ReactiveAuthenticationItems;
import dev.reach.authentix.ReactiveAuthenticationTrialItems;
import dev.reach.authentix.ReactiveAuthenticationTrialStatItems;
import dev.reach.authentix.ReactiveAuthentix;
import dev.reach.authentix.ReactiveConfigurationItems;

/**
 * The Authentix operations as declared, each made when it is first used.
 *
 * @param configurations the operations on configurations
 * @param authentications the operations on authentications
 * @param controls the operations that check codes
 * @param trials the operations on trials
 * @param trialStats the operations on figures about trials
 */
record DeclaredReactiveAuthentix(Supplier<ReactiveConfigurationItems> configurations,
		Supplier<ReactiveAuthenticationItems> authentications, Supplier<ReactiveAuthenticationControlItems> controls,
		Supplier<ReactiveAuthenticationTrialItems> trials,
		Supplier<ReactiveAuthenticationTrialStatItems> trialStats) implements ReactiveAuthentix {

	static DeclaredReactiveAuthentix of(DeclaredClients clients) {
		return new DeclaredReactiveAuthentix(clients.lazily(ReactiveConfigurationItems.class),
				clients.lazily(ReactiveAuthenticationItems.class),
				clients.lazily(ReactiveAuthenticationControlItems.class),
				clients.lazily(ReactiveAuthenticationTrialItems.class),
				clients.lazily(ReactiveAuthenticationTrialStatItems.class));
	}

	@Override
	public ReactiveConfigurationItems configurationItems() {
		return this.configurations.get();
	}

	@Override
	public ReactiveAuthenticationItems authenticationItems() {
		return this.authentications.get();
	}

	@Override
	public ReactiveAuthenticationControlItems authenticationControlItems() {
		return this.controls.get();
	}

	@Override
	public ReactiveAuthenticationTrialItems authenticationTrialItems() {
		return this.trials.get();
	}

	@Override
	public ReactiveAuthenticationTrialStatItems authenticationTrialStatItems() {
		return this.trialStats.get();
	}

}
