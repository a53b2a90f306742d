package dev.reach.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import dev.reach.benchmarks.result.Spread;

/**
 * Lets contestants run one after the other, in a new random order in each round. Ratios
 * are those within a round, so what disturbs the machine for longer than that cancels
 * out.
 *
 * @param samples what each contestant did in each round
 */
public record Race(Map<String, List<Sample>> samples) {

	/**
	 * Run.
	 * @param loads the contestants by name
	 * @param rounds the number of rounds
	 * @param slice how long each runs in a round
	 * @param warmUp how long each runs before the first round, see {@link WarmUp}
	 * @return the race
	 * @throws Exception if a call fails
	 */
	public static Race run(Map<String, Load> loads, int rounds, Duration slice, Duration warmUp) throws Exception {
		Map<String, List<Sample>> samples = new LinkedHashMap<>();
		loads.keySet().forEach((name) -> samples.put(name, new ArrayList<>()));
		List<String> order = new ArrayList<>(loads.keySet());
		new WarmUp(warmUp).run(loads.values());
		for (int round = 0; round < rounds; round++) {
			Collections.shuffle(order);
			for (String name : order) {
				Objects.requireNonNull(samples.get(name)).add(load(loads, name).run(slice));
			}
		}
		return new Race(samples);
	}

	/**
	 * Return the ratios of a contestant to another.
	 * @param name the one
	 * @param base the other
	 * @param figure what to compare
	 * @return a ratio for each round
	 */
	public List<Double> ratios(String name, String base, ToDoubleFunction<Sample> figure) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < of(name).size(); round++) {
			ratios.add(figure.applyAsDouble(of(name).get(round)) / figure.applyAsDouble(of(base).get(round)));
		}
		return ratios;
	}

	/**
	 * Return a figure of a contestant.
	 * @param name the contestant
	 * @param figure which figure
	 * @return the median over the rounds
	 */
	public double median(String name, ToDoubleFunction<Sample> figure) {
		return Spread.of(of(name).stream().map(figure::applyAsDouble).toList()).median();
	}

	private List<Sample> of(String name) {
		return Objects.requireNonNull(this.samples.get(name));
	}

	private static Load load(Map<String, Load> loads, String name) {
		return Objects.requireNonNull(loads.get(name));
	}

}
