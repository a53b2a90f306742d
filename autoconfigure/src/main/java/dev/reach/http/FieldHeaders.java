package dev.reach.http;

import java.util.Collections;
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

	private final transient HeaderFields fields;

	private final boolean readOnly;

	FieldHeaders(HeaderFields fields) {
		this(fields, fields, false);
	}

	private FieldHeaders(MultiValueMap<String, String> view, HeaderFields fields, boolean readOnly) {
		super(view);
		this.fields = fields;
		this.readOnly = readOnly;
	}

	static HttpHeaders readOnly(HeaderFields fields) {
		return new FieldHeaders(CollectionUtils.unmodifiableMultiValueMap(fields), fields, true);
	}

	static HttpHeaders readOnly(HttpHeaders headers) {
		if (headers instanceof FieldHeaders own) {
			return own.readOnly ? own : readOnly(own.fields);
		}
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super List<String>> action) {
		this.fields.forEach(
				this.readOnly ? (name, values) -> action.accept(name, Collections.unmodifiableList(values)) : action);
	}

}
