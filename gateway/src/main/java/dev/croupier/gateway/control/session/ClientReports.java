package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.BuildId;
import java.util.Map;

/** Hears what pages report; releases implement it. Called by session owners; must not block. */
public interface ClientReports {
  /** Hears nothing. */
  ClientReports NONE = new ClientReports() {};

  /** A session is there; before anything else of it. On the thread that opens it. */
  default void opened(PlayerSession session) {}

  /** A session is gone; any thread. */
  default void ended(PlayerSession session) {}

  /** A build came up in a page. */
  default void buildReady(PlayerSession session, BuildId build) {}

  /** A build did not come up in a page. */
  default void buildFailed(PlayerSession session, BuildId build, String code, String detail) {}

  /** Figures of quality, within the session's rate; {@code nowMicros} is table time. */
  default void qos(PlayerSession session, Map<String, Double> figures, long nowMicros) {}
}
