package dev.reach.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads challenges by the grammar of RFC 9110, sections 11.2 to 11.6: first the elements
 * between commas, then what each is. One that is broken is left out, and the parameters
 * after it as well if it may have been the scheme they belong to.
 */
final class ProxyChallengeParser {

	private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

	private static final Pattern PARAMETER = Pattern.compile("(" + TOKEN + ")[ \t]*=[ \t]*(.*)", Pattern.DOTALL);

	private static final Pattern CHALLENGE = Pattern.compile("(" + TOKEN + ")(?:[ \t]+(.*))?", Pattern.DOTALL);

	private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

	private final List<Draft> drafts = new ArrayList<>();

	private @Nullable Draft current;

	private ProxyChallengeParser() {
	}

	static List<ProxyChallenge> parse(List<String> values) {
		ProxyChallengeParser parser = new ProxyChallengeParser();
		for (String value : values) {
			parser.current = null;
			elements(value).forEach(parser::element);
		}
		return parser.drafts.stream().map(Draft::challenge).toList();
	}

	private void element(String text) {
		Matcher parameter = PARAMETER.matcher(text);
		if (parameter.matches()) {
			parameter(parameter.group(1), parameter.group(2));
			return;
		}
		Matcher challenge = CHALLENGE.matcher(text);
		this.current = challenge.matches() ? begin(challenge.group(1), challenge.group(2)) : null;
	}

	private Draft begin(String scheme, @Nullable String rest) {
		boolean token = rest != null && TOKEN68.matcher(rest).matches();
		Draft draft = new Draft(scheme, token ? rest : null, new HashMap<>());
		this.drafts.add(draft);
		this.current = draft;
		Matcher parameter = PARAMETER.matcher((rest != null && !token) ? rest : "");
		if (parameter.matches()) {
			parameter(parameter.group(1), parameter.group(2));
		}
		return draft;
	}

	private void parameter(String name, String text) {
		String value = text.matches(TOKEN) ? text : unquote(text);
		if (value != null && this.current != null && this.current.token == null) {
			this.current.parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
		}
	}

	private static List<String> elements(String value) {
		List<String> elements = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int index = 0; index < value.length(); index++) {
			char character = value.charAt(index);
			if (character == '"') {
				quoted = !quoted;
			}
			else if (character == '\\' && quoted) {
				index++;
			}
			else if (character == ',' && !quoted) {
				elements.add(value.substring(start, index).strip());
				start = index + 1;
			}
		}
		elements.add(value.substring(start).strip());
		elements.removeIf(String::isEmpty);
		return elements;
	}

	private static @Nullable String unquote(String text) {
		if (!text.startsWith("\"")) {
			return null;
		}
		StringBuilder value = new StringBuilder(text.length());
		for (int index = 1; index < text.length(); index++) {
			char character = text.charAt(index);
			if (character == '"') {
				return (index == text.length() - 1) ? value.toString() : null;
			}
			if (character == '\\' && ++index < text.length()) {
				character = text.charAt(index);
			}
			if ((character < ' ' && character != '\t') || character == 127) {
				return null;
			}
			value.append(character);
		}
		return null;
	}

	private record Draft(String scheme, @Nullable String token, Map<String, String> parameters) {

		ProxyChallenge challenge() {
			return new ProxyChallenge(this.scheme, this.token, this.parameters);
		}

	}

}
