package dev.reach.proxy;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what holds for all lists in {@link NoProxy}.
 */
class NoProxyPropertyTests {

	@Property
	void aNameIsItselfAndAllBelowHoweverItIsWritten(@ForAll("names") String name, @ForAll("labels") String label,
			@ForAll Random random, @ForAll("prefixes") String prefix, @ForAll boolean entryDot,
			@ForAll boolean hostDot) {
		NoProxy rules = parse(prefix + mixCase(name, random) + (entryDot ? "." : ""));
		assertThat(rules.matches(http(mixCase(name, random) + (hostDot ? "." : "")))).isTrue();
		assertThat(rules.matches(http(mixCase(label + "." + name, random) + (hostDot ? "." : "")))).isTrue();
	}

	@Property
	void aNameThatOnlyEndsWithTheSameCharactersIsAnother(@ForAll("names") String name, @ForAll("labels") String label,
			@ForAll("prefixes") String prefix) {
		NoProxy rules = parse(prefix + name);
		assertThat(rules.matches(http(label + name))).isFalse();
		assertThat(rules.matches(http(name + "." + label + "x")))
			.isEqualTo((name + "." + label + "x").endsWith("." + name));
	}

	@Property
	void theWaysToWriteANameAgree(@ForAll("names") String name, @ForAll("hosts") String host) {
		boolean plain = parse(name).matches(http(host));
		assertThat(parse("." + name).matches(http(host))).isEqualTo(plain);
		assertThat(parse("*." + name).matches(http(host))).isEqualTo(plain);
		assertThat(plain).isEqualTo(("." + host).endsWith("." + name));
	}

	@Property
	void anEntryWithAPortIsForThatPortOnly(@ForAll("entries") String entry, @ForAll("hosts") String host,
			@ForAll @IntRange(min = 1, max = 65_535) int port, @ForAll @IntRange(min = 1, max = 65_535) int other) {
		NoProxy rules = parse(withPort(entry, port));
		boolean matches = parse(entry).matches(http(host));
		assertThat(rules.matches(http(host + ":" + port))).isEqualTo(matches);
		assertThat(rules.matches(http(host + ":" + other))).isEqualTo(matches && other == port);
		assertThat(rules.matches(URI.create("http://" + host))).isEqualTo(matches && port == 80);
		assertThat(rules.matches(URI.create("https://" + host))).isEqualTo(matches && port == 443);
	}

	@Property
	void orderRepetitionAndSeparatorsDoNotMatter(@ForAll("lists") List<String> list, @ForAll("hosts") String host,
			@ForAll Random random) {
		List<String> other = new ArrayList<>(list);
		other.addAll(list.subList(0, list.size() / 2));
		Collections.shuffle(other, random);
		List<String> separators = List.of(",", " ", ", ", ",,", "\t", "\n , ");
		StringBuilder text = new StringBuilder();
		other.forEach((entry) -> text.append(separators.get(random.nextInt(separators.size()))).append(entry));
		assertThat(parse(text.toString()).matches(http(host)))
			.isEqualTo(parse(String.join(",", list)).matches(http(host)));
	}

	@Property
	void aListMatchesIfOneOfItsEntriesDoes(@ForAll("lists") List<String> list, @ForAll("hosts") String host) {
		boolean any = list.stream().anyMatch((entry) -> parse(entry).matches(http(host)));
		assertThat(parse(String.join(",", list)).matches(http(host))).isEqualTo(any);
	}

	@Property
	void anEntryThatIsAddedTakesNothingAway(@ForAll("lists") List<String> list, @ForAll("wild") String added,
			@ForAll("hosts") String host) {
		String text = String.join(",", list);
		if (parse(text).matches(http(host))) {
			assertThat(parse(text + "," + added).matches(http(host))).isTrue();
			assertThat(parse(added + "," + text).matches(http(host))).isTrue();
		}
	}

	@Property
	void aMalformedEntryIsToldOfAndChangesNothing(@ForAll("lists") List<String> list, @ForAll("malformed") String entry,
			@ForAll("hosts") String host) {
		List<String> warnings = new ArrayList<>();
		String text = String.join(",", list);
		NoProxy rules = NoProxy.parse("NO_PROXY", entry + "," + text, warnings::add);
		assertThat(warnings).singleElement().asString().startsWith("Ignored in NO_PROXY: '" + entry + "'.");
		assertThat(rules.matches(http(host))).isEqualTo(parse(text).matches(http(host)));
	}

	@Property(edgeCases = EdgeCasesMode.NONE)
	void aNetworkHoldsWhatItsArithmeticSays(@ForAll @Size(4) byte[] address, @ForAll @Size(4) byte[] other,
			@ForAll @IntRange(min = 0, max = 32) int prefix, @ForAll @IntRange(min = 0, max = 32) int common) {
		byte[] neighbour = splice(address, other, common);
		NoProxy rules = parse(ipv4(address) + "/" + prefix);
		assertThat(rules.matches(http(ipv4(address)))).isTrue();
		assertThat(rules.matches(http(ipv4(neighbour)))).isEqualTo(sameNetwork(address, neighbour, prefix));
		assertThat(rules.matches(http("[::ffff:" + ipv4(neighbour) + "]")))
			.isEqualTo(sameNetwork(address, neighbour, prefix));
	}

	@Property(edgeCases = EdgeCasesMode.NONE)
	void anIpv6NetworkHoldsWhatItsArithmeticSays(@ForAll @Size(16) byte[] address, @ForAll @Size(16) byte[] other,
			@ForAll @IntRange(min = 0, max = 128) int prefix, @ForAll @IntRange(min = 0, max = 128) int common) {
		byte[] network = outsideOfMapped(address);
		byte[] neighbour = outsideOfMapped(splice(network, other, common));
		for (String entry : List.of(full(network) + "/" + prefix, "[" + full(network) + "]/" + prefix)) {
			NoProxy rules = parse(entry);
			assertThat(rules.matches(http("[" + full(network) + "]"))).isTrue();
			assertThat(rules.matches(http("[" + full(neighbour) + "]")))
				.isEqualTo(sameNetwork(network, neighbour, prefix));
		}
	}

	@Property
	void theWaysToWriteAnIpv6AddressAgree(@ForAll("sparse") byte[] address, @ForAll Random random) {
		List<String> forms = List.of(full(address), compressed(address), full(address).toUpperCase(Locale.ROOT),
				compressed(address).toUpperCase(Locale.ROOT), unpadded(address));
		String entry = forms.get(random.nextInt(forms.size()));
		for (String form : forms) {
			assertThat(parse(entry).matches(http("[" + form + "]"))).as(entry + " and " + form).isTrue();
			assertThat(parse("[" + form + "]").matches(http("[" + entry + "]"))).as(form + " and " + entry).isTrue();
		}
		byte[] next = address.clone();
		next[15] ^= 1;
		assertThat(parse(entry).matches(http("[" + full(next) + "]"))).isFalse();
	}

	@Property
	void anyTextCanBeRead(@ForAll String text, @ForAll("hosts") String host) {
		List<String> warnings = new ArrayList<>();
		NoProxy.parse("NO_PROXY", text, warnings::add).matches(http(host));
		assertThat(warnings).hasSizeLessThanOrEqualTo(1);
	}

	@Property
	void textLikeAListCanBeRead(@ForAll("wild") String text, @ForAll("hosts") String host) {
		List<String> warnings = new ArrayList<>();
		NoProxy.parse("NO_PROXY", text, warnings::add).matches(http(host));
		assertThat(warnings).hasSizeLessThanOrEqualTo(1);
	}

	@Property
	void aNameNeverMatchesAnAddressNorAnAddressAName(@ForAll("names") String name, @ForAll @Size(4) byte[] address,
			@ForAll @IntRange(min = 0, max = 32) int prefix) {
		assertThat(parse(name).matches(http(ipv4(address)))).isFalse();
		assertThat(parse(ipv4(address)).matches(http(name))).isFalse();
		assertThat(parse(ipv4(address) + "/" + prefix).matches(http(name))).isFalse();
	}

	@Example
	void namesAreNotLookedUp() {
		assertThat(parse("127.0.0.0/8,::1").matches(http("localhost"))).isFalse();
		assertThat(parse("localhost").matches(http("127.0.0.1"))).isFalse();
	}

	@Provide
	Arbitrary<String> labels() {
		Arbitrary<String> text = Arbitraries.strings()
			.withCharRange('a', 'e')
			.withChars('0', '1', '-')
			.ofMinLength(1)
			.ofMaxLength(5);
		return text.map((label) -> "a" + label + "z");
	}

	@Provide
	Arbitrary<String> names() {
		return labels().list().ofMinSize(1).ofMaxSize(3).map((labels) -> String.join(".", labels));
	}

	@Provide
	Arbitrary<String> prefixes() {
		return Arbitraries.of("", ".", "*.");
	}

	@Provide
	Arbitrary<byte[]> sparse() {
		return Arbitraries.bytes()
			.array(byte[].class)
			.ofSize(16)
			.flatMap((bytes) -> Arbitraries.integers().between(0, 255).map((mask) -> {
				byte[] address = bytes.clone();
				for (int group = 0; group < 8; group++) {
					if ((mask & (1 << group)) != 0) {
						address[group * 2] = 0;
						address[group * 2 + 1] = 0;
					}
				}
				return outsideOfMapped(address);
			}));
	}

	// A small world, so that entries and hosts meet.
	@Provide
	Arbitrary<String> hosts() {
		return Arbitraries.of("a.test", "b.a.test", "xa.test", "b.test", "test", "10.0.0.1", "10.0.0.129", "10.9.0.1",
				"127.0.0.1", "[::1]", "[2001:db8::1]", "[2001:db9::1]", "[::ffff:10.0.0.1]", "xn--bcher-kva.test");
	}

	@Provide
	Arbitrary<String> entries() {
		return Arbitraries.of("a.test", ".a.test", "*.a.test", "A.TEST.", "b.test", "test", "*", "10.0.0.1",
				"10.0.0.0/8", "10.0.0.0/25", "127.0.0.0/8", "[::1]", "[2001:DB8::1]", "[2001:db8::]/32", "[::]/0",
				"0.0.0.0/0", "b\u00fccher.test");
	}

	@Provide
	Arbitrary<List<String>> lists() {
		Arbitrary<String> ports = Arbitraries.of("", "", "", ":80", ":8080");
		return Combinators.combine(entries(), ports).as((entry, port) -> entry + port).list().ofMinSize(1).ofMaxSize(6);
	}

	@Provide
	Arbitrary<String> malformed() {
		return Arbitraries.of("10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "a.test/8", "a.test:0",
				"a.test:65536", "a.test:x", "http://a.test", "[::1", "::1]", "a..test", "a*.test", "*a.test",
				"10.0.0.1:", "[::1]:", "a.test:80:80", "[]", "/8", ":80", "$", "256.0.0.1/8");
	}

	@Provide
	Arbitrary<String> wild() {
		return Arbitraries.strings().withChars("a.test*:/[]%0128f ,-_$\u00fc\u3002").ofMaxLength(20);
	}

	private static NoProxy parse(String list) {
		return NoProxy.parse("NO_PROXY", list, (warning) -> {
		});
	}

	private static URI http(String authority) {
		return URI.create("http://" + authority);
	}

	private static String withPort(String entry, int port) {
		return entry + ":" + port;
	}

	private static String mixCase(String text, Random random) {
		return text.chars()
			.mapToObj(Character::toString)
			.map((character) -> random.nextBoolean() ? character.toUpperCase(Locale.ROOT) : character)
			.collect(Collectors.joining());
	}

	private static byte[] splice(byte[] first, byte[] second, int bits) {
		BigInteger mask = BigInteger.ONE.shiftLeft(first.length * 8 - bits).subtract(BigInteger.ONE);
		BigInteger spliced = new BigInteger(1, first).andNot(mask).or(new BigInteger(1, second).and(mask));
		byte[] result = new byte[first.length];
		for (int index = 0; index < result.length; index++) {
			result[index] = spliced.shiftRight(8 * (result.length - 1 - index)).byteValue();
		}
		return result;
	}

	private static boolean sameNetwork(byte[] first, byte[] second, int prefix) {
		int rest = first.length * 8 - prefix;
		return new BigInteger(1, first).shiftRight(rest).equals(new BigInteger(1, second).shiftRight(rest));
	}

	// An IPv4 address mapped into IPv6 is one of the other family.
	private static byte[] outsideOfMapped(byte[] address) {
		byte[] result = address.clone();
		result[0] |= 0x20;
		return result;
	}

	private static String ipv4(byte[] address) {
		return IntStream.range(0, 4)
			.mapToObj((index) -> String.valueOf(address[index] & 0xff))
			.collect(Collectors.joining("."));
	}

	private static String full(byte[] address) {
		return groups(address, "%04x");
	}

	private static String unpadded(byte[] address) {
		return groups(address, "%x");
	}

	private static String groups(byte[] address, String format) {
		return IntStream.range(0, 8)
			.mapToObj((group) -> format.formatted(((address[group * 2] & 0xff) << 8) | (address[group * 2 + 1] & 0xff)))
			.collect(Collectors.joining(":"));
	}

	private static String compressed(byte[] address) {
		return unpadded(address).replaceFirst("(?<![0-9a-f])0(?::0)+(?![0-9a-f])", ":")
			.replaceFirst(":::", "::")
			.replaceFirst(":::", "::");
	}

}
