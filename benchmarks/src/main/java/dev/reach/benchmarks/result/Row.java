package dev.reach.benchmarks.result;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One ratio, measured in several rounds.
 *
 * @param section the part of the report
 * @param name what is measured
 * @param variant under which circumstances, may be empty
 * @param against what it is divided by, or why it was not run
 * @param ratios the ratio of each round, empty if it was not run
 * @param limit what the median must keep to, or {@code null}
 * @param aid figures to judge the ratio by, may be empty
 */
public record Row(String section, String name, String variant, String against, List<Double> ratios,
		@Nullable Limit limit, String aid) {

	/**
	 * Create a row without a limit.
	 * @param section the part of the report
	 * @param name what is measured
	 * @param variant under which circumstances
	 * @param against what it is divided by
	 * @param ratios the ratio of each round
	 */
	public Row(String section, String name, String variant, String against, List<Double> ratios) {
		this(section, name, variant, against, List.copyOf(ratios), null, "");
	}

	/**
	 * Return a row for what could not be run.
	 * @param section the part of the report
	 * @param name what is not measured
	 * @param why the reason
	 * @return the row
	 */
	public static Row notRun(String section, String name, String why) {
		return new Row(section, name, "", "not run: " + why, List.of());
	}

	/**
	 * Return this row with a limit.
	 * @param limit the limit, or {@code null}
	 * @return a copy
	 */
	public Row withLimit(@Nullable Limit limit) {
		return new Row(this.section, this.name, this.variant, this.against, this.ratios, limit, this.aid);
	}

	/**
	 * Return this row with figures to judge it by.
	 * @param aid the figures
	 * @return a copy
	 */
	public Row withAid(String aid) {
		return new Row(this.section, this.name, this.variant, this.against, this.ratios, this.limit, aid);
	}

	boolean wasRun() {
		return !this.ratios.isEmpty();
	}

	boolean isMet() {
		return this.limit == null || !wasRun() || this.limit.isMetBy(spread().median());
	}

	Spread spread() {
		return Spread.of(this.ratios);
	}

	String title() {
		return this.variant.isEmpty() ? this.name : this.name + ", " + this.variant;
	}

	String sentence() {
		if (!wasRun()) {
			return "%s: %s".formatted(title(), this.against);
		}
		Spread spread = spread();
		String text = String.format(Locale.ROOT, "%s: %.2f of %s (%.2f to %.2f)", title(), spread.median(),
				this.against, spread.min(), spread.max());
		return (this.limit == null) ? text : "%s, %s: %s".formatted(text, this.limit, isMet() ? "met" : "MISSED");
	}

}
