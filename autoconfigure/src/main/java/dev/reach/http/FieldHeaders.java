package dev.reach.http;

import java.util.List;
import java.util.function.BiConsumer;

import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.MultiValueMap;

/**
 * Headers that are kept in {@link HeaderFields}, which know of no name twice: Spring's
 * way through headers collects the names first, and looks up each.
 */
final class FieldHeaders extends HttpHeaders {

	private static final long serialVersionUID = 1L;

	private final transient MultiValueMap<String, String> fields;

	FieldHeaders(HeaderFields fields) {
		this((MultiValueMap<String, String>) fields);
	}

	private FieldHeaders(MultiValueMap<String, String> fields) {
		super(fields);
		this.fields = fields;
	}

	static HttpHeaders readOnly(HeaderFields fields) {
		return new FieldHeaders(CollectionUtils.unmodifiableMultiValueMap(fields));
	}

	static HttpHeaders readOnly(HttpHeaders headers) {
		if (headers instanceof FieldHeaders own) {
			return (own.fields instanceof HeaderFields changeable) ? readOnly(changeable) : own;
		}
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super List<String>> action) {
		this.fields.forEach(action);
	}

}
