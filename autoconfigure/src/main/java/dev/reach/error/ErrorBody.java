package dev.reach.error;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The failure body of the Reach API. Each property may be missing.
 *
 * @param status the HTTP status, repeated
 * @param errorCode the error code of the service, for example 20101
 * @param errorMessage the description of the service
 * @param moreInfo a link to the documentation of the error
 * @param errorDetails further details
 * @since 0.1.0
 */
public record ErrorBody(@Nullable Integer status, @Nullable Integer errorCode, @Nullable String errorMessage,
		@JsonProperty("more_info") @Nullable String moreInfo, @Nullable Map<String, Object> errorDetails) {

	/**
	 * A body that said nothing, or was no JSON.
	 */
	public static final ErrorBody EMPTY = new ErrorBody(null, null, null, null, null);

}
