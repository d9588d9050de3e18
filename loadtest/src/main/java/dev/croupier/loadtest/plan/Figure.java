package dev.croupier.loadtest.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A figure of a run that an objective may name; its key is its name in lower case. Milliseconds,
 * shares from 0 to 1, or plain counts.
 */
public enum Figure {
  /** Viewers that were not answered, or never connected. */
  FAILED_JOINS(true),
  /** From the intended moment of the offer to agreed keys. */
  CONNECTED_P95_MS(true),
  /** From the intended moment of the offer to the first complete keyframe. */
  FIRST_FRAME_P95_MS(true),
  /** Round trip by RTCP. */
  WEBRTC_RTT_P95_MS(true),
  /** Complete frames that could be shown. */
  FRAMES_SHOWN(false),
  /** Frames that were sent, but never came, came broken, or lacked others to be decoded. */
  DROPPED_FRAMES(true),
  /** The same, of all that were due. */
  DROPPED_FRAMES_SHARE(true),
  /** Time without a new frame, of the time watched. */
  FROZEN_SHARE(true),
  /** Bettors that were not welcomed. */
  FAILED_HELLOS(true),
  /** Bets that were accepted. */
  ACCEPTED_BETS(false),
  /** From the intended sending to {@code bet.accepted}. */
  BET_P50_MS(true),
  /** The same, 95 of 100. */
  BET_P95_MS(true),
  /** The same, 99 of 100. */
  BET_P99_MS(true),
  /** Slips without an answer at the end. */
  UNANSWERED_BETS(true),
  /** Rounds of ours that were settled. */
  SETTLED_ROUNDS(false),
  /** Rounds that were void. */
  ABORTED_ROUNDS(true),
  /** Accepted bets that their settled round does not know. */
  LOST_BETS(true),
  /** Bets that were answered or settled twice, or were never placed. */
  DOUBLED_BETS(true),
  /** Bets that were paid otherwise than by the own tables. */
  WRONG_PAYOUTS(true),
  /** Wallets that differ from the own books at the end. */
  WRONG_WALLETS(true);

  private final boolean atMost;

  Figure(boolean atMost) {
    this.atMost = atMost;
  }

  /** Its name in scenarios and reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether less is better: an objective is then an upper limit, else a lower one. */
  public boolean atMost() {
    return atMost;
  }

  /** The figure of a key. */
  public static Optional<Figure> find(String key) {
    return Arrays.stream(values()).filter(figure -> figure.key().equals(key)).findFirst();
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Figure::key).toList();
  }
}
