package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Changes of signal as all viewers of a program saw them: some viewer finds the first frame of the
 * new signal, by its picture or by new coding parameters, and every viewer then says when it had
 * that frame. Any thread; changes are rare, so they may lock. Bounded: the first 256 changes.
 */
final class SignalBoard {
  /** Findings so near to each other in the program's time are of one change. */
  private static final long SAME_MICROS = 1_000_000;

  private static final int MAX_CHANGES = 256;

  /** One change. */
  static final class Change {
    private final long frame;
    private final String label;
    private long[] had = new long[8];
    private int viewers;
    private int exact;

    private Change(long frame, String label) {
      this.frame = frame;
      this.label = label;
    }

    /** The program's time of the first frame of the new signal, microseconds. */
    long frameMicros() {
      return frame;
    }

    /** A viewer's first frame at or after that one, and when it was there. */
    synchronized void had(long frameMicros, long atMicros) {
      if (viewers == had.length) {
        had = Arrays.copyOf(had, 2 * viewers);
      }
      had[viewers++] = atMicros;
      exact += frameMicros == frame ? 1 : 0;
    }

    private synchronized long[] moments() {
      long[] moments = Arrays.copyOf(had, viewers);
      Arrays.sort(moments);
      return moments;
    }
  }

  private final List<Change> changes = new CopyOnWriteArrayList<>();

  /**
   * A viewer found the first frame of a new signal. The picture is sure of it; coding parameters
   * may change inside a signal too, and are not looked at once there are viewers who see the
   * picture.
   */
  synchronized void found(long frameMicros, String label) {
    for (Change change : changes) {
      if (Math.abs(change.frame - frameMicros) < SAME_MICROS) {
        return;
      }
    }
    if (changes.size() < MAX_CHANGES) {
      changes.add(new Change(frameMicros, label));
    }
  }

  /** How many changes there are; a viewer that knows fewer asks for {@link #change}. */
  int size() {
    return changes.size();
  }

  Change change(int index) {
    return changes.get(index);
  }

  /** For each change and viewer: how much later than the first viewer it had the new signal. */
  Series skew() {
    Series skew = new Series();
    for (Change change : changes) {
      long[] moments = change.moments();
      for (long moment : moments) {
        skew.record(moment - moments[0]);
      }
    }
    return skew;
  }

  /** Changes times viewers that were there. */
  long seen() {
    return changes.stream().mapToLong(change -> change.moments().length).sum();
  }

  /** Of these, those whose first frame of the new signal was exactly its first frame. */
  long exact() {
    long exact = 0;
    for (Change change : changes) {
      synchronized (change) {
        exact += change.exact;
      }
    }
    return exact;
  }

  /** A mark for each change, when the first viewer had it. */
  List<Section.Mark> marks() {
    return changes.stream()
        .filter(change -> change.moments().length > 0)
        .map(change -> new Section.Mark(change.moments()[0], change.label))
        .toList();
  }
}
