package dev.reach.gateway;

import java.io.IOException;
import java.net.URI;

import org.springframework.util.unit.DataSize;

/**
 * A gateway in a process of its own, that ends with its standard input.
 */
public final class GatewayInstance {

	private GatewayInstance() {
	}

	public static void main(String[] arguments) throws IOException {
		try (GatewayServer gateway = GatewayServer
			.start((builder) -> builder.target(URI.create(arguments[0])).maxRequestSize(DataSize.ofGigabytes(2)))) {
			System.out.println("port=" + gateway.port());
			while (System.in.read() != -1) {
				continue;
			}
		}
	}

}
