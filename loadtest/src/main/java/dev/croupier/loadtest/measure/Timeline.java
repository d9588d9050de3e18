package dev.croupier.loadtest.measure;

import java.util.List;

/**
 * A run over time, in steps of equal length. Immutable.
 *
 * @param stepSeconds the length of a step, 1 or more
 * @param people how many there were at the end of each step
 * @param lanes durations in each step
 */
public record Timeline(int stepSeconds, List<People> people, List<Lane> lanes) {
  /**
   * One sort of clients.
   *
   * @param counts at the end of each step, those that had come and not failed
   */
  public record People(String section, String title, List<Integer> counts) {
    /** Copies the list. */
    public People {
      counts = List.copyOf(counts);
    }
  }

  /**
   * One series.
   *
   * @param section the key of its section
   * @param points steps without any value are left out
   */
  public record Lane(String section, String key, String label, List<Point> points) {
    /** Copies the list. */
    public Lane {
      points = List.copyOf(points);
    }
  }

  /**
   * A step of a lane.
   *
   * @param atSeconds its beginning
   * @param count values in it
   */
  public record Point(double atSeconds, long count, double p50Ms, double p95Ms, double maxMs) {}

  /** Copies the lists. */
  public Timeline {
    people = List.copyOf(people);
    lanes = List.copyOf(lanes);
  }
}
