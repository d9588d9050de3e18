package dev.croupier.loadtest.plan;

/** A scenario that cannot be used; its message is one line for a person. */
public final class ScenarioException extends RuntimeException {
  /** A complaint in one line. */
  public ScenarioException(String message) {
    super(message);
  }
}
