package dev.croupier.loadtest.viewer;

import dev.croupier.loadtest.measure.Series;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How far apart the viewers of a program have the same frame: for each frame the time from the
 * first viewer that had it to the last one. Any thread, without locks: viewers meet in the cell of
 * a frame, and the frame that takes a cell over accounts for the one before it. Bounded: the last
 * 1,024 frames are open.
 */
final class SpreadBoard {
  private static final int CELLS = 1_024;

  private final AtomicReferenceArray<Cell> cells = new AtomicReferenceArray<>(CELLS);
  private final Series spread;

  /**
   * An empty board.
   *
   * @param spread gets the spread of each frame that two viewers or more had
   */
  SpreadBoard(Series spread) {
    this.spread = spread;
  }

  /**
   * A viewer has a frame.
   *
   * @param frame names it alike for all viewers; neighbours in time must differ
   */
  void seen(long frame, long atMicros) {
    int at = (int) Math.floorMod(mixed(frame), (long) CELLS);
    Cell cell = cells.get(at);
    while (cell == null || cell.frame != frame) {
      if (cell != null && cell.first.get() > atMicros) {
        return; // of a frame older than the one that has its cell
      }
      Cell next = new Cell(frame, atMicros);
      if (cells.compareAndSet(at, cell, next)) {
        account(cell);
        return;
      }
      cell = cells.get(at);
    }
    cell.viewers.incrementAndGet();
    cell.first.accumulateAndGet(atMicros, Math::min);
    cell.last.accumulateAndGet(atMicros, Math::max);
  }

  /** Accounts for the frames that are still open; the board is empty then. */
  void finish() {
    for (int i = 0; i < CELLS; i++) {
      account(cells.getAndSet(i, null));
    }
  }

  private void account(Cell cell) {
    if (cell != null && cell.viewers.get() > 1) {
      spread.record(cell.last.get() - cell.first.get());
    }
  }

  /** Frames come at even distances, which must not meet in a few cells (Fibonacci hashing). */
  private static long mixed(long frame) {
    return frame * 0x9E37_79B9_7F4A_7C15L >>> 32;
  }

  private static final class Cell {
    private final long frame;
    private final AtomicLong viewers = new AtomicLong(1);
    private final AtomicLong first;
    private final AtomicLong last;

    private Cell(long frame, long atMicros) {
      this.frame = frame;
      this.first = new AtomicLong(atMicros);
      this.last = new AtomicLong(atMicros);
    }
  }
}
