package dev.croupier.loadtest.relay;

/**
 * What is due when: a wheel of ticks, each with a list in the order of arrival. Adding and taking
 * cost the same however much is on it. What lies further off than a turn of the wheel stays in its
 * slot until its turn. Knows ticks only, no clock. Owner: the relay's event loop.
 */
final class Wheel {
  /** Nothing is on the wheel. */
  static final long NONE = Long.MAX_VALUE;

  private static final int SLOTS = 1 << 15;
  private static final int MASK = SLOTS - 1;

  private final Timed[] heads = new Timed[SLOTS];
  private final Timed[] tails = new Timed[SLOTS];
  private final long[] filled = new long[SLOTS / Long.SIZE];
  private long position;
  private int size;

  /** A wheel whose past ends at a tick. */
  Wheel(long tick) {
    position = tick;
  }

  /**
   * Puts something on, behind what is already due at the same tick. What is due in the past is due
   * at the current tick.
   *
   * @return the tick at which it will be due
   */
  long add(Timed timed, long tick) {
    timed.tick = Math.max(tick, position);
    timed.next = null;
    append(slot(timed.tick), timed);
    size++;
    return timed.tick;
  }

  /**
   * Tells all that are due up to a tick, inclusive, in order; the same tick may come again. What
   * they put on for that very tick waits for the next call.
   */
  void advance(long tick, long nowNs) {
    while (true) {
      if (size > 0 && isFilled(slot(position))) {
        turn(nowNs);
      }
      if (position >= tick) {
        return;
      }
      long next = Math.min(nextSlot(), tick);
      position = Math.max(position + 1, next);
    }
  }

  /** The first tick at which something may be due; {@link #NONE} if the wheel is empty. */
  long next() {
    if (size == 0) {
      return NONE;
    }
    return isFilled(slot(position)) ? position : nextSlot();
  }

  /** How many are on it. */
  int size() {
    return size;
  }

  /** Tells those of the current tick; those of later turns go back to their slot, in order. */
  private void turn(long nowNs) {
    int slot = slot(position);
    Timed each = heads[slot];
    heads[slot] = null;
    tails[slot] = null;
    filled[slot >> 6] &= ~(1L << slot);
    while (each != null) {
      Timed following = each.next;
      each.next = null;
      if (each.tick <= position) {
        size--;
        each.due(nowNs);
      } else {
        append(slot, each);
      }
      each = following;
    }
  }

  private void append(int slot, Timed timed) {
    if (tails[slot] == null) {
      heads[slot] = timed;
      filled[slot >> 6] |= 1L << slot;
    } else {
      tails[slot].next = timed;
    }
    tails[slot] = timed;
  }

  /** The tick of the next filled slot behind the current one, within one turn. */
  private long nextSlot() {
    if (size == 0) {
      return NONE;
    }
    int from = slot(position + 1);
    int word = from >> 6;
    long bits = filled[word] & (-1L << from);
    for (int i = 0; i <= filled.length; i++) {
      if (bits != 0) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        return position + 1 + ((slot - from) & MASK);
      }
      word = (word + 1) & (filled.length - 1);
      bits = filled[word];
    }
    return NONE;
  }

  private boolean isFilled(int slot) {
    return (filled[slot >> 6] & (1L << slot)) != 0;
  }

  private static int slot(long tick) {
    return (int) (tick & MASK);
  }
}
