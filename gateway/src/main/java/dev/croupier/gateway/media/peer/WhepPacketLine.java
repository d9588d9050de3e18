package dev.croupier.gateway.media.peer;

import java.util.Arrays;

/**
 * Which of a stream's packets came at their first sending: tells repeats from new ones and counts
 * what is missing. Pure, bounded, one owner thread.
 *
 * <p>Positions are unwrapped sequence numbers.
 */
final class WhepPacketLine {
  /** Packets that are remembered behind the highest: 12 s at 2.5 Mbit/s; a power of two. */
  static final int WINDOW = 4_096;

  private static final long NONE = Long.MIN_VALUE;

  private final long[] seen = new long[WINDOW / Long.SIZE];
  private long first = NONE;
  private long highest;
  private long unique;
  private long duplicates;
  private long reordered;

  /** A packet came; false if it had come before, or is too old to tell. */
  boolean take(long position) {
    if (first == NONE) {
      first = position;
      highest = position;
    } else if (position > highest) {
      forget(position);
      highest = position;
    } else if (highest - position >= WINDOW || isSeen(position)) {
      duplicates++;
      return false;
    } else {
      reordered++;
      first = Math.min(first, position);
    }
    seen[word(position)] |= 1L << position;
    unique++;
    return true;
  }

  /** Packets that came, each once. */
  long unique() {
    return unique;
  }

  /** Packets between the first and the highest that have not come. */
  long missing() {
    return first == NONE ? 0 : highest - first + 1 - unique;
  }

  /** Packets that had come before. */
  long duplicates() {
    return duplicates;
  }

  /** Packets that came behind a later one. */
  long reordered() {
    return reordered;
  }

  private void forget(long upTo) {
    if (upTo - highest >= WINDOW) {
      Arrays.fill(seen, 0);
      return;
    }
    for (long position = highest + 1; position <= upTo; position++) {
      seen[word(position)] &= ~(1L << position);
    }
  }

  private boolean isSeen(long position) {
    return (seen[word(position)] & 1L << position) != 0;
  }

  private static int word(long position) {
    return (int) (position & WINDOW - 1) / Long.SIZE;
  }
}
