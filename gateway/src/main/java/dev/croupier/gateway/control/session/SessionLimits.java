package dev.croupier.gateway.control.session;

import java.time.Duration;

/**
 * What sessions may use.
 *
 * @param sessions in all on this node
 * @param sessionsPerPlayer at once
 * @param outMessages waiting for a slow reader; one more closes it with 4008
 * @param outChars of the bodies waiting; more closes it with 4008
 * @param replayMessages kept for a resume
 * @param replayChars kept for a resume
 * @param betsInFlight of one session without an answer yet; more is refused as {@code overloaded}
 * @param messagesPerSecond of one client; more is refused as {@code rate_limited}
 * @param qosPerMinute reports of quality that are taken; more is refused as {@code rate_limited}
 * @param hello how long a connection may stay silent at first
 * @param linger how long a session without a connection may still be resumed
 */
public record SessionLimits(
    int sessions,
    int sessionsPerPlayer,
    int outMessages,
    int outChars,
    int replayMessages,
    int replayChars,
    int betsInFlight,
    int messagesPerSecond,
    int qosPerMinute,
    Duration hello,
    Duration linger) {
  /** The house's values. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(
          20_000,
          16,
          512,
          512 * 1024,
          256,
          256 * 1024,
          64,
          200,
          30,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  /** A queue must hold a snapshot's worth, and a budget must let something through. */
  public SessionLimits {
    if (sessions < 1
        || sessionsPerPlayer < 1
        || outMessages < 8
        || outChars < 1024
        || replayMessages < 0
        || replayChars < 0
        || betsInFlight < 1
        || messagesPerSecond < 1
        || qosPerMinute < 1
        || !hello.isPositive()
        || linger.isNegative()) {
      throw new IllegalArgumentException("not limits a session can live with");
    }
  }
}
