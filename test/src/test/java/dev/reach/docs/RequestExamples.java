package dev.reach.docs;

import java.nio.file.Path;
import java.time.Duration;

import dev.reach.ReachClient;
import dev.reach.http.Operation;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;

import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * The examples of requests.
 */
final class RequestExamples {

	private RequestExamples() {
	}

	static ReachHttpResponse upload(ReachClient reachClient, Path contacts) {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("title", "Spring campaign");
		parts.part("contacts", new FileSystemResource(contacts));
		ReachHttpResponse response = reachClient.http().post("/uploads", ReachHttpBody.multipart(parts.build()));
		return response;
	}

	static ReachHttpResponse options(ReachClient reachClient) {
		ReachHttpRequest request = ReachHttpRequest.builder(HttpMethod.GET, "/rest/messaging/v1/fetch?messageId=MID0")
			.timeout(Duration.ofSeconds(5))
			.header("X-Team", "orders")
			.attribute("tenant", "north")
			.followRedirects(false)
			.expectedStatuses(200, 404)
			.build();
		ReachHttpResponse response = reachClient.http().request(request);
		return response;
	}

	@HttpExchange("/invoices")
	interface Invoices {

		@Operation(value = "fetchInvoice", statuses = { "200", "404" })
		@GetExchange("/{invoiceId}")
		String fetch(@PathVariable String invoiceId);

	}

}
