package dev.croupier.gateway.control.release;

import java.io.IOException;
import java.util.List;

/** Where rollouts and the audit are written down; {@code store} implements it. Any thread. */
public interface ReleaseLog {
  /** All events, in order. */
  List<RolloutEvent> load() throws IOException;

  /** Writes an event down; durable when it returns. */
  void append(RolloutEvent event) throws IOException;

  /**
   * Writes down who did what, durable when it returns.
   *
   * @param at table time, µs
   */
  void audit(AuditEntry entry) throws IOException;

  /** One line of the audit; {@code reason} may be null. */
  record AuditEntry(
      long at, String licensee, String by, String what, String subject, String reason) {}
}
