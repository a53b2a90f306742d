package dev.reach.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.reach.error.RequestLine;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * One HTTP request. Immutable; {@link #mutate()} makes a changed copy.
 *
 * @since 0.1.0
 */
public final class ReachHttpRequest {

	/**
	 * Name of the attribute that holds the URI template of an operation, a
	 * {@link String}. Observations use it in place of the URI.
	 */
	public static final String URI_TEMPLATE = ReachHttpRequest.class.getName() + ".uriTemplate";

	/**
	 * Name of the attribute that holds the name of an operation, a {@link String}, for
	 * example {@code sendMessage}.
	 */
	public static final String OPERATION = ReachHttpRequest.class.getName() + ".operation";

	/**
	 * Name of the attribute that, if it is {@link Boolean#TRUE}, declares that the
	 * request may be carried out twice without harm, whatever its method.
	 */
	public static final String IDEMPOTENT = ReachHttpRequest.class.getName() + ".idempotent";

	private static final HeaderFields NO_FIELDS = new HeaderFields();

	private final HttpMethod method;

	private final URI uri;

	private final HeaderFields fields;

	private final HttpHeaders headers;

	private final ReachHttpBody body;

	private final Map<String, Object> attributes;

	private final @Nullable Duration timeout;

	private final @Nullable Boolean followRedirects;

	private final Set<Integer> expectedStatuses;

	private final @Nullable RequestProgress progress;

	private ReachHttpRequest(Builder builder) {
		this.method = builder.method;
		this.uri = builder.uri;
		this.fields = builder.fields;
		this.headers = FieldHeaders.readOnly(builder.fields);
		this.body = builder.body;
		this.attributes = builder.ownsAttributes ? Collections.unmodifiableMap(builder.attributes) : builder.attributes;
		this.timeout = builder.timeout;
		this.followRedirects = builder.followRedirects;
		this.expectedStatuses = builder.expectedStatuses;
		this.progress = builder.progress;
	}

	/**
	 * Start a request.
	 * @param method the method
	 * @param uri the URI, absolute or relative to the base URL of the client
	 * @return a builder
	 */
	public static Builder builder(HttpMethod method, URI uri) {
		return new Builder(method, uri);
	}

	/**
	 * Start a request.
	 * @param method the method
	 * @param uri the URI with its query, encoded; absolute or relative to the base URL of
	 * the client
	 * @return a builder
	 */
	public static Builder builder(HttpMethod method, String uri) {
		return new Builder(method, URI.create(uri));
	}

	/**
	 * Return the method.
	 * @return the method
	 */
	public HttpMethod method() {
		return this.method;
	}

	/**
	 * Return the URI. It is absolute as soon as a client has taken the request.
	 * @return the URI
	 */
	public URI uri() {
		return this.uri;
	}

	/**
	 * Return the headers.
	 * @return the headers, read-only
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * Return the body.
	 * @return the body, {@link ReachHttpBody#none()} if there is none
	 */
	public ReachHttpBody body() {
		return this.body;
	}

	/**
	 * Return what travels with the request inside the client and is not sent.
	 * @return the attributes, read-only
	 */
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Return the time the whole call may take.
	 * @return the time, or {@code null} for the one of the client
	 */
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Return whether redirects are followed.
	 * @return whether they are, or {@code null} if the client decides
	 */
	public @Nullable Boolean followRedirects() {
		return this.followRedirects;
	}

	/**
	 * Return the statuses that the caller can do something with.
	 * @return the statuses, empty if any is welcome
	 */
	public Set<Integer> expectedStatuses() {
		return this.expectedStatuses;
	}

	@Nullable RequestProgress progress() {
		return this.progress;
	}

	/**
	 * Return a builder that holds what this request holds.
	 * @return a builder
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	/**
	 * Return method and URI, without query, headers and body.
	 */
	@Override
	public String toString() {
		return this.uri.isAbsolute() ? RequestLine.of(this.method, this.uri)
				: this.method.name() + " " + this.uri.getRawPath();
	}

	/**
	 * Builds a {@link ReachHttpRequest}.
	 */
	public static final class Builder {

		private HttpMethod method;

		private URI uri;

		private HeaderFields fields;

		private @Nullable HttpHeaders headers;

		private ReachHttpBody body = ReachHttpBody.none();

		private Map<String, Object> attributes;

		private boolean ownsAttributes;

		private @Nullable Duration timeout;

		private @Nullable Boolean followRedirects;

		private Set<Integer> expectedStatuses = Set.of();

		private @Nullable RequestProgress progress;

		private Builder(HttpMethod method, URI uri) {
			this.method = method;
			this.uri = uri;
			this.fields = NO_FIELDS;
			this.attributes = Map.of();
		}

		private Builder(ReachHttpRequest request) {
			this.method = request.method;
			this.uri = request.uri;
			this.fields = request.fields;
			this.body = request.body;
			this.attributes = request.attributes;
			this.timeout = request.timeout;
			this.followRedirects = request.followRedirects;
			this.expectedStatuses = request.expectedStatuses;
			this.progress = request.progress;
		}

		/**
		 * Replace the method.
		 * @param method the method
		 * @return this builder
		 */
		public Builder method(HttpMethod method) {
			this.method = method;
			return this;
		}

		/**
		 * Replace the URI.
		 * @param uri the URI
		 * @return this builder
		 */
		public Builder uri(URI uri) {
			this.uri = uri;
			return this;
		}

		/**
		 * Set a header, in place of any values it has.
		 * @param name the name, a token as in RFC 9110, section 5.6.2
		 * @param values the values, printable ASCII
		 * @return this builder
		 * @throws IllegalArgumentException if it could not be sent as it is
		 */
		public Builder header(String name, String... values) {
			HeaderRules.requireName(name);
			for (String value : values) {
				HeaderRules.requireValue(name, value);
			}
			ownHeaders().put(name, new ArrayList<>(List.of(values)));
			return this;
		}

		/**
		 * Change the headers.
		 * @param headers given the headers to change
		 * @return this builder
		 */
		public Builder headers(Consumer<HttpHeaders> headers) {
			headers.accept(ownHeaders());
			return this;
		}

		/**
		 * Set the body.
		 * @param body the body
		 * @return this builder
		 */
		public Builder body(ReachHttpBody body) {
			this.body = body;
			return this;
		}

		/**
		 * Set an attribute.
		 * @param name the name
		 * @param value the value
		 * @return this builder
		 */
		public Builder attribute(String name, Object value) {
			ownAttributes().put(name, value);
			return this;
		}

		/**
		 * Set the time the whole call may take.
		 * @param timeout the time, more than zero
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "'timeout' must be more than zero");
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set whether redirects are followed, whatever the client does by default.
		 * @param followRedirects whether they are
		 * @return this builder
		 */
		public Builder followRedirects(boolean followRedirects) {
			this.followRedirects = followRedirects;
			return this;
		}

		/**
		 * Set the statuses that the caller can do something with. Any other makes the
		 * call fail with {@link dev.reach.error.ReachUnexpectedStatusException}.
		 * @param statuses the statuses, none if any is welcome
		 * @return this builder
		 */
		public Builder expectedStatuses(Integer... statuses) {
			return expectedStatuses(Set.of(statuses));
		}

		/**
		 * Set the statuses that the caller can do something with.
		 * @param statuses the statuses, none if any is welcome
		 * @return this builder
		 * @see #expectedStatuses(Integer...)
		 */
		public Builder expectedStatuses(Set<Integer> statuses) {
			this.expectedStatuses = Set.copyOf(statuses);
			return this;
		}

		Builder progress(RequestProgress progress) {
			this.progress = progress;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public ReachHttpRequest build() {
			ReachHttpRequest request = new ReachHttpRequest(this);
			this.headers = null;
			this.ownsAttributes = false;
			return request;
		}

		private HttpHeaders ownHeaders() {
			HttpHeaders own = this.headers;
			if (own == null) {
				this.fields = this.fields.copy();
				own = new FieldHeaders(this.fields);
				this.headers = own;
			}
			return own;
		}

		private Map<String, Object> ownAttributes() {
			if (!this.ownsAttributes) {
				this.attributes = new HashMap<>(this.attributes);
				this.ownsAttributes = true;
			}
			return this.attributes;
		}

	}

}
