package dev.croupier.gateway.app;

/** A configuration that cannot be used: one line that names the key. Carries no stack trace. */
public final class ConfigException extends RuntimeException {
  /** A refusal. */
  public ConfigException(String message) {
    super(message, null, false, false);
  }
}
