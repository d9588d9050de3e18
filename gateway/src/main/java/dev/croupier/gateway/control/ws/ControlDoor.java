package dev.croupier.gateway.control.ws;

import dev.croupier.gateway.control.present.Admission;
import dev.croupier.gateway.control.session.SessionLimits;
import dev.croupier.gateway.control.session.Sessions;
import dev.croupier.gateway.control.session.Traffic;
import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.http.TokenVerifier;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketCreator;

/** Makes an endpoint for each connection to {@code /ws}. Any thread. */
public final class ControlDoor implements WebSocketCreator {
  /** The path. */
  public static final String PATH = "/ws";

  /** Longest message of a client, bytes. */
  public static final int MAX_MESSAGE_BYTES = 64 * 1024;

  private final Surroundings surroundings;

  /**
   * What every endpoint needs.
   *
   * @param timer for deadlines and pings; its tasks are short
   * @param ping how often a connection is asked for a sign of life
   * @param cutOff how long a closed peer may take to answer before it is cut off
   */
  record Surroundings(
      TokenVerifier verifier,
      Admission admission,
      Sessions sessions,
      SessionLimits limits,
      ScheduledExecutorService timer,
      Traffic traffic,
      Duration ping,
      Duration cutOff) {}

  /** A door that counts nothing; {@code timer}'s tasks are short. */
  public ControlDoor(
      TokenVerifier verifier,
      Admission admission,
      Sessions sessions,
      SessionLimits limits,
      ScheduledExecutorService timer) {
    this(verifier, admission, sessions, limits, timer, Traffic.NONE);
  }

  /** The door; {@code timer}'s tasks are short. */
  public ControlDoor(
      TokenVerifier verifier,
      Admission admission,
      Sessions sessions,
      SessionLimits limits,
      ScheduledExecutorService timer,
      Traffic traffic) {
    surroundings =
        new Surroundings(
            verifier,
            admission,
            sessions,
            limits,
            timer,
            traffic,
            Duration.ofSeconds(20),
            Duration.ofSeconds(3));
  }

  @Override
  public Object createWebSocket(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    if (request.getSubProtocols().contains(Contract.SUBPROTOCOL)) {
      response.setAcceptedSubProtocol(Contract.SUBPROTOCOL);
    }
    return new ControlSocket(surroundings);
  }
}
