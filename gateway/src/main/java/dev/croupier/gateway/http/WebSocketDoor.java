package dev.croupier.gateway.http;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketCreator;

/**
 * A path that becomes a WebSocket, and what its peers may send.
 *
 * @param maxMessageBytes a longer message closes the connection with 1009
 * @param idleTimeout silence both ways after which it is closed
 */
record WebSocketDoor(
    String path, WebSocketCreator creator, int maxMessageBytes, Duration idleTimeout) {

  /** Makes the endpoint; no extension is agreed on, so that no message can inflate. */
  Object create(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback)
      throws Exception {
    response.setExtensions(List.of());
    return creator.createWebSocket(request, response, callback);
  }

  /** Sets the limits; before the first frame is read. */
  void limit(Session session) {
    session.setMaxTextMessageSize(maxMessageBytes);
    session.setMaxBinaryMessageSize(maxMessageBytes);
    session.setMaxFrameSize(maxMessageBytes);
    session.setIdleTimeout(idleTimeout);
  }
}
