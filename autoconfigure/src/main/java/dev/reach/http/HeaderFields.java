package dev.reach.http;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * The headers of a message, by names without case in the order in which they were put. A
 * message has few of them and is copied often: arrays are copied much faster than a map
 * is. Names are told apart by their hashes, so that a message of very many is no burden
 * either.
 *
 * @since 0.1.0
 */
public final class HeaderFields extends AbstractMap<String, List<String>> implements MultiValueMap<String, String> {

	private static final int CAPACITY = 10;

	private String[] names;

	private int[] hashes;

	private List<String>[] values;

	private int size;

	HeaderFields() {
		this(new String[CAPACITY], new int[CAPACITY], newArray(CAPACITY), 0);
	}

	private HeaderFields(String[] names, int[] hashes, List<String>[] values, int size) {
		this.names = names;
		this.hashes = hashes;
		this.values = values;
		this.size = size;
	}

	/**
	 * Return headers to be filled.
	 * @return no headers
	 */
	public static HttpHeaders newHeaders() {
		return new FieldHeaders(new HeaderFields());
	}

	/**
	 * Return headers as they are, but for reading only.
	 * @param headers the headers
	 * @return a view
	 */
	public static HttpHeaders readOnly(HttpHeaders headers) {
		return FieldHeaders.readOnly(headers);
	}

	HeaderFields copy() {
		int capacity = Math.max(CAPACITY, this.size + 2);
		HeaderFields copy = new HeaderFields(Arrays.copyOf(this.names, capacity), Arrays.copyOf(this.hashes, capacity),
				newArray(capacity), this.size);
		for (int index = 0; index < this.size; index++) {
			copy.values[index] = new ArrayList<>(this.values[index]);
		}
		return copy;
	}

	private int indexOf(@Nullable Object name) {
		return (name instanceof String text) ? indexOf(text, hash(text)) : -1;
	}

	private int indexOf(String name, int hash) {
		for (int index = 0; index < this.size; index++) {
			if (this.hashes[index] == hash && name.equalsIgnoreCase(this.names[index])) {
				return index;
			}
		}
		return -1;
	}

	private static int hash(String name) {
		int hash = 0;
		for (int index = 0; index < name.length(); index++) {
			hash = 31 * hash + Character.toLowerCase(name.charAt(index));
		}
		return hash;
	}

	@Override
	public @Nullable List<String> get(@Nullable Object name) {
		int index = indexOf(name);
		return (index != -1) ? this.values[index] : null;
	}

	@Override
	public boolean containsKey(@Nullable Object name) {
		return indexOf(name) != -1;
	}

	// The name is written as it was put last.
	@Override
	public @Nullable List<String> put(String name, List<String> list) {
		int hash = hash(name);
		int index = indexOf(name, hash);
		if (index == -1) {
			append(name, hash, list);
			return null;
		}
		List<String> previous = this.values[index];
		this.names[index] = name;
		this.values[index] = list;
		return previous;
	}

	private void append(String name, int hash, List<String> list) {
		if (this.size == this.names.length) {
			this.names = Arrays.copyOf(this.names, 2 * this.size);
			this.hashes = Arrays.copyOf(this.hashes, 2 * this.size);
			this.values = Arrays.copyOf(this.values, 2 * this.size);
		}
		this.names[this.size] = name;
		this.hashes[this.size] = hash;
		this.values[this.size++] = list;
	}

	@Override
	public @Nullable List<String> remove(@Nullable Object name) {
		int index = indexOf(name);
		return (index != -1) ? removeAt(index) : null;
	}

	private List<String> removeAt(int index) {
		List<String> removed = this.values[index];
		int behind = --this.size - index;
		System.arraycopy(this.names, index + 1, this.names, index, behind);
		System.arraycopy(this.hashes, index + 1, this.hashes, index, behind);
		System.arraycopy(this.values, index + 1, this.values, index, behind);
		return removed;
	}

	@Override
	public void clear() {
		this.size = 0;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public Set<String> keySet() {
		return view(Names::new);
	}

	// An action may change the headers, and sees them as they were.
	@Override
	public void forEach(BiConsumer<? super String, ? super List<String>> action) {
		String[] namesNow = this.names.clone();
		List<String>[] valuesNow = this.values.clone();
		for (int index = 0, end = this.size; index < end; index++) {
			action.accept(namesNow[index], valuesNow[index]);
		}
	}

	@Override
	public @Nullable String getFirst(String name) {
		List<String> list = get(name);
		return (list != null && !list.isEmpty()) ? list.get(0) : null;
	}

	@Override
	public void add(String name, @Nullable String value) {
		listOf(name, 1).add(value);
	}

	@Override
	public void addAll(String name, List<? extends @Nullable String> added) {
		listOf(name, added.size()).addAll(added);
	}

	@Override
	public void addAll(MultiValueMap<String, String> added) {
		added.forEach(this::addAll);
	}

	private List<String> listOf(String name, int capacity) {
		int hash = hash(name);
		int index = indexOf(name, hash);
		if (index != -1) {
			return this.values[index];
		}
		List<String> list = new ArrayList<>(capacity);
		append(name, hash, list);
		return list;
	}

	@Override
	public void set(String name, @Nullable String value) {
		List<String> list = new ArrayList<>(1);
		list.add(value);
		put(name, list);
	}

	@Override
	public void setAll(Map<String, String> all) {
		all.forEach(this::set);
	}

	@Override
	public Map<String, String> toSingleValueMap() {
		Map<String, String> first = new LinkedHashMap<>();
		forEach((name, list) -> {
			if (!list.isEmpty()) {
				first.put(name, list.get(0));
			}
		});
		return first;
	}

	@Override
	public Set<Entry<String, List<String>>> entrySet() {
		return view(Entries::new);
	}

	private <T> Set<T> view(Supplier<Iterator<T>> walk) {
		return new AbstractSet<>() {

			@Override
			public Iterator<T> iterator() {
				return walk.get();
			}

			@Override
			public int size() {
				return HeaderFields.this.size;
			}

		};
	}

	@SuppressWarnings("unchecked")
	private static List<String>[] newArray(int length) {
		return (List<String>[]) new List<?>[length];
	}

	/**
	 * Goes through the headers in their order.
	 *
	 * @param <T> what is seen of each
	 */
	private abstract class Walk<T> implements Iterator<T> {

		private int next;

		@Override
		public final boolean hasNext() {
			return this.next < HeaderFields.this.size;
		}

		@Override
		public final T next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return at(this.next++);
		}

		abstract T at(int index);

		@Override
		public final void remove() {
			removeAt(--this.next);
		}

	}

	private final class Names extends Walk<String> {

		@Override
		String at(int index) {
			return HeaderFields.this.names[index];
		}

	}

	private final class Entries extends Walk<Entry<String, List<String>>> {

		@Override
		Entry<String, List<String>> at(int index) {
			return new SimpleEntry<>(HeaderFields.this.names[index], HeaderFields.this.values[index]) {

				private static final long serialVersionUID = 1L;

				@Override
				public List<String> setValue(List<String> list) {
					HeaderFields.this.put(getKey(), list);
					return super.setValue(list);
				}

			};
		}

	}

}
