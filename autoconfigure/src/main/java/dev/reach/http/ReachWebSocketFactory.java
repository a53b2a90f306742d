package dev.reach.http;

import org.springframework.web.reactive.socket.server.WebSocketService;

/**
 * Makes both ends of WebSockets that are passed on. A {@link ReachHttpClientFactory} may
 * be one too: then what it makes reaches targets in the same way.
 *
 * @since 0.1.0
 */
public interface ReachWebSocketFactory {

	/**
	 * Create what opens WebSockets to targets.
	 * @param maxMessageSize the largest message to receive, in bytes
	 * @return a client
	 */
	ReachWebSocketClient createWebSocketClient(int maxMessageSize);

	/**
	 * Create what accepts WebSockets from callers. It selects the first subprotocol of
	 * the handler, and its sessions are like those of {@link ReachWebSocketClient}.
	 * @param maxMessageSize the largest message to receive, in bytes
	 * @return a service
	 */
	WebSocketService createWebSocketService(int maxMessageSize);

}
