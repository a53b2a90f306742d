package dev.reach;

/**
 * Callback interface that can be implemented by beans wishing to change the builder of
 * the auto-configured client last, after all else was applied. Ordered.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReachClientCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the builder
	 */
	void customize(ReachClient.Builder builder);

}
