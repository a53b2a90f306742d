package dev.reach.docs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import dev.reach.error.Delivery;
import dev.reach.error.ReachTransportException;
import dev.reach.http.ReachHttpBody;
import dev.reach.http.ReachHttpClient;
import dev.reach.http.ReachHttpRequest;
import dev.reach.http.ReachHttpResponse;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A transport on Apache HttpClient, which blocks. Bodies are streamed in both directions.
 */
public class ApacheHttpClient implements ReachHttpClient, AutoCloseable {

	private static final Set<HttpMethod> WITH_CONTENT = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

	private static final int BUFFER_BYTES = 16 * 1024;

	private final CloseableHttpClient client;

	public ApacheHttpClient(int maxConnections, Duration connectTimeout) {
		PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
				.responseParserFactory(ApacheHttpClient::parserOfWholeHeads)
				.build())
			.setMaxConnPerRoute(maxConnections)
			.setMaxConnTotal(maxConnections)
			.setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(connectTimeout)).build())
			.build();
		this.client = HttpClients.custom()
			.setConnectionManager(connections)
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.build();
	}

	@Override
	public Mono<ReachHttpResponse> exchange(ReachHttpRequest request) {
		return Mono.defer(() -> {
			HttpUriRequestBase call = new HttpUriRequestBase(request.method().name(), request.uri());
			return ReachHttpClient.blocking((given) -> execute(call, given))
				.exchange(request)
				.doFinally((signal) -> cancelIfUnwanted(call, signal));
		});
	}

	private static void cancelIfUnwanted(HttpUriRequestBase call, SignalType signal) {
		if (signal == SignalType.CANCEL) {
			call.cancel();
		}
	}

	private ReachHttpResponse execute(HttpUriRequestBase call, ReachHttpRequest request) {
		try {
			fill(call, request);
			return response(this.client.executeOpen(null, call, null), call, request);
		}
		catch (IOException | RuntimeException ex) {
			throw failure(request, ex, delivery(ex));
		}
	}

	private static void fill(HttpUriRequestBase call, ReachHttpRequest request) {
		call.setAuthority(new URIAuthority(request.uri().getHost(), request.uri().getPort()));
		request.headers().forEach((name, values) -> values.forEach((value) -> call.addHeader(name, value)));
		ReachHttpBody body = request.body();
		if (body.contentType() != null && !call.containsHeader(HttpHeaders.CONTENT_TYPE)) {
			call.setHeader(HttpHeaders.CONTENT_TYPE, body.contentType());
		}
		if (!body.isInMemory()) {
			call.setEntity(new EntityTemplate(body.contentLength(), null, null, (out) -> write(body, out, call)));
		}
		else if (!body.isNone() || WITH_CONTENT.contains(request.method())) {
			call.setEntity(new ByteArrayEntity(body.bytes(), null));
		}
	}

	// A body that fails must not be given its end, which the library writes otherwise.
	private static void write(ReachHttpBody body, OutputStream out, HttpUriRequestBase call) throws IOException {
		try (Stream<DataBuffer> buffers = body.buffers().toStream(1)) {
			for (DataBuffer buffer : (Iterable<DataBuffer>) buffers::iterator) {
				byte[] bytes = new byte[buffer.readableByteCount()];
				buffer.read(bytes);
				DataBufferUtils.release(buffer);
				out.write(bytes);
				out.flush();
			}
		}
		catch (RuntimeException ex) {
			call.cancel();
			throw ex;
		}
	}

	private static ReachHttpResponse response(ClassicHttpResponse response, HttpUriRequestBase call,
			ReachHttpRequest request) {
		HttpHeaders headers = new HttpHeaders();
		for (Header header : response.getHeaders()) {
			headers.add(header.getName(), header.getValue());
		}
		if (response.getEntity() == null) {
			Closer.closeQuietly(response);
			return ReachHttpResponse.of(response.getCode(), headers, new byte[0]);
		}
		Flux<DataBuffer> body = DataBufferUtils
			.readInputStream(response.getEntity()::getContent, DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES)
			.subscribeOn(Schedulers.boundedElastic())
			.doOnCancel(call::cancel)
			.onErrorComplete((ex) -> call.isCancelled())
			.onErrorMap((ex) -> failure(request, ex, Delivery.UNKNOWN))
			.doFinally((signal) -> Closer.closeQuietly(response));
		return ReachHttpResponse.streaming(response.getCode(), headers, body);
	}

	// The library takes a head that breaks off between two lines for a whole one.
	private static HttpMessageParser<ClassicHttpResponse> parserOfWholeHeads(Http1Config config) {
		HttpMessageParser<ClassicHttpResponse> parser = new DefaultHttpResponseParser(config);
		return (buffer, in) -> parser.parse(buffer, new FilterInputStream(in) {

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				int count = super.read(bytes, offset, length);
				if (count == -1) {
					throw new ConnectionClosedException("The connection was closed before the head was complete");
				}
				return count;
			}

		});
	}

	private static Delivery delivery(Exception ex) {
		boolean unconnected = ex instanceof ConnectException || ex instanceof UnknownHostException
				|| ex instanceof ConnectTimeoutException || ex instanceof ConnectionRequestTimeoutException;
		return unconnected ? Delivery.NOT_SENT : Delivery.UNKNOWN;
	}

	private static ReachTransportException failure(ReachHttpRequest request, Throwable ex, Delivery delivery) {
		return new ReachTransportException(
				"The exchange failed with %s on %s".formatted(ex.getClass().getSimpleName(), request), ex, delivery);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
