package dev.croupier.loadtest.plan;

/** Checks of what a scenario says. */
final class Ranges {
  private Ranges() {}

  static void check(boolean fine, String key, String wanted, Object value) {
    if (!fine) {
      throw new ScenarioException(key + ": " + wanted + ", not " + value);
    }
  }
}
