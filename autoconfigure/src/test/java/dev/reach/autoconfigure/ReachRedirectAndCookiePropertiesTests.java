package dev.reach.autoconfigure;

import java.net.CookieManager;
import java.net.CookieStore;
import java.util.List;
import java.util.stream.IntStream;

import dev.reach.ReachClient;
import dev.reach.error.ReachRedirectException;
import dev.reach.middleware.RedirectPolicy;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@code reach.redirects.*} and {@code reach.cookies.*} have an effect, and
 * for the beans in their place.
 */
class ReachRedirectAndCookiePropertiesTests {

	@StartStop
	public final MockWebServer server = new MockWebServer();

	@Test
	void redirectsAreNotFollowedByDefault() {
		redirect("/1");
		runner().run((context) -> assertThat(client(context).http().get("/").status()).isEqualTo(302));
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void redirectsFollow() {
		redirect("/1");
		answer();
		runner().withPropertyValues("reach.redirects.follow=true")
			.run((context) -> assertThat(client(context).http().get("/").status()).isEqualTo(200));
		assertThat(targets(2)).containsExactly("/", "/1");
	}

	@Test
	void redirectsMax() {
		IntStream.rangeClosed(1, 3).forEach((number) -> redirect("/" + number));
		runner().withPropertyValues("reach.redirects.follow=true", "reach.redirects.max=2")
			.run((context) -> assertThatExceptionOfType(ReachRedirectException.class)
				.isThrownBy(() -> client(context).http().get("/")));
		assertThat(targets(3)).containsExactly("/", "/1", "/2");
	}

	@Test
	void redirectsOfAnAccountOfItsOwn() {
		redirect("/1");
		answer();
		redirect("/1");
		runner().withPropertyValues("reach.clients.other.redirects.follow=true").run((context) -> {
			assertThat(other(context).http().get("/").status()).isEqualTo(200);
			assertThat(client(context).http().get("/").status()).isEqualTo(302);
		});
	}

	@Test
	void redirectPolicyReplacesTheDefaultForAllAccountsThatSayNothingElse() {
		redirect("/yes");
		answer();
		redirect("/no");
		redirect("/no");
		runner().withBean(RedirectPolicy.class, () -> (redirect) -> redirect.target().getPath().equals("/yes"))
			.withPropertyValues("reach.clients.other.request-timeout=5s")
			.run((context) -> {
				assertThat(client(context).http().get("/").status()).isEqualTo(200);
				assertThat(client(context).http().get("/").status()).isEqualTo(302);
				assertThat(other(context).http().get("/").status()).isEqualTo(302);
			});
	}

	@Test
	void cookiesAreNotKeptByDefaultEvenIfThereIsAStore() {
		setCookie("session=1");
		answer();
		runner().withBean(CookieStore.class, () -> new CookieManager().getCookieStore()).run((context) -> {
			client(context).http().get("/");
			client(context).http().get("/");
		});
		assertThat(cookies(2)).isEmpty();
	}

	@Test
	void cookiesEnabled() {
		setCookie("session=1");
		answer();
		answer();
		runner().withPropertyValues("reach.cookies.enabled=true", "reach.clients.other.request-timeout=5s")
			.run((context) -> {
				client(context).http().get("/");
				client(context).http().get("/");
				other(context).http().get("/");
			});
		assertThat(cookies(3)).containsExactly("session=1");
	}

	@Test
	void clientsFromTheBuilderHaveStoresOfTheirOwn() {
		setCookie("session=1");
		answer();
		runner().withPropertyValues("reach.cookies.enabled=true").run((context) -> {
			client(context).http().get("/");
			try (ReachClient second = context.getBean(ReachClient.Builder.class).build()) {
				second.http().get("/");
			}
		});
		assertThat(cookies(2)).isEmpty();
	}

	@Test
	void cookieStoreReplacesTheDefault() {
		setCookie("session=1");
		runner().withPropertyValues("reach.cookies.enabled=true")
			.withBean(CookieStore.class, () -> new CookieManager().getCookieStore())
			.run((context) -> {
				client(context).http().get("/");
				assertThat(context.getBean(CookieStore.class).getCookies()).singleElement().hasToString("session=1");
			});
	}

	private ApplicationContextRunner runner() {
		return TestContexts.runner().withPropertyValues(TestContexts.client(this.server));
	}

	private void redirect(String target) {
		this.server.enqueue(new MockResponse.Builder().code(302).setHeader("Location", target).build());
	}

	private void setCookie(String cookie) {
		this.server.enqueue(new MockResponse.Builder().setHeader("Set-Cookie", cookie).build());
	}

	private void answer() {
		this.server.enqueue(new MockResponse.Builder().code(200).build());
	}

	private List<String> targets(int requests) {
		return IntStream.range(0, requests).mapToObj((index) -> take().getTarget()).toList();
	}

	private List<String> cookies(int requests) {
		return IntStream.range(0, requests)
			.mapToObj((index) -> take().getHeaders().values(HttpHeaders.COOKIE))
			.flatMap(List::stream)
			.toList();
	}

	private RecordedRequest take() {
		try {
			return TestContexts.takeRequest(this.server);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ReachClient client(ApplicationContext context) {
		return context.getBean("reachClient", ReachClient.class);
	}

	private static ReachClient other(ApplicationContext context) {
		return context.getBean("otherReachClient", ReachClient.class);
	}

}
