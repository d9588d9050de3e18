package dev.croupier.gateway.rounds.event;

/**
 * What may stand on one spot.
 *
 * @param minMinor the least of one item, at least 1
 * @param maxMinor the most one player may have on the spot in a round
 * @param stepMinor each item is a multiple of it, at least 1
 */
public record StakeRange(long minMinor, long maxMinor, long stepMinor) {
  /** Checks that some stake is possible at all. */
  public StakeRange {
    if (minMinor < 1 || maxMinor < minMinor || stepMinor < 1) {
      throw new IllegalArgumentException(
          "no stake fits min " + minMinor + ", max " + maxMinor + ", step " + stepMinor);
    }
  }
}
