package dev.croupier.gateway.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether the gateway may be sent players: each part says what is in the way, if anything. Not
 * ready until {@link #opened}. Any thread.
 */
public final class Readiness {
  private final Map<String, Supplier<String>> checks = new ConcurrentHashMap<>();
  private volatile boolean open;

  /**
   * Adds a check.
   *
   * @param check why the part is not ready, or null if it is; quick, called by the admin door
   */
  public Readiness add(String part, Supplier<String> check) {
    checks.put(part, check);
    return this;
  }

  /** All doors are open. */
  public void opened() {
    open = true;
  }

  /** The doors close: from now on not ready. */
  public void closing() {
    open = false;
  }

  /** What is in the way, by part; empty when ready. */
  public Map<String, String> obstacles() {
    Map<String, String> obstacles = new TreeMap<>();
    if (!open) {
      obstacles.put("doors", "not open");
    }
    checks.forEach(
        (part, check) -> {
          String why = check.get();
          if (why != null) {
            obstacles.put(part, why);
          }
        });
    return obstacles;
  }
}
