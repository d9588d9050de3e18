package dev.croupier.loadtest.arch.wrong.viewer;

/** Breaks the rules on purpose: a viewer that knows the server's side, and sleeps. */
public record Wrong(
    dev.croupier.gateway.http.Problem problem, dev.croupier.time.server.TimeQuality time) {
  /** Waits for nothing in particular. */
  public static void rest() throws InterruptedException {
    Thread.sleep(1);
  }
}
