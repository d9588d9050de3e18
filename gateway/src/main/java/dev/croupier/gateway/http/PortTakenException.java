package dev.croupier.gateway.http;

/** A door cannot open because its port is taken: one line for a person, no stack trace. */
public final class PortTakenException extends RuntimeException {
  private final int port;
  private final String key;

  /**
   * A taken port.
   *
   * @param key the configuration key that names it, for example {@code http.port}
   */
  public PortTakenException(int port, String key) {
    super("port " + port + " is taken (" + key + ")", null, false, false);
    this.port = port;
    this.key = key;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** The configuration key to change. */
  public String key() {
    return key;
  }
}
