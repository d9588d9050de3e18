package dev.croupier.loadtest.studio;

import dev.croupier.time.clock.TableClock;

/**
 * A camera's own clock, which may be wrong: ahead of table time by an offset, and faster or slower
 * than it.
 *
 * <p>What a camera <em>says</em> of time comes from this clock, as with a real encoder: the grid
 * that it captures on, RTP timestamps, {@code abs-capture-time}, and the time of its sender reports
 * (RFC 3550 section 6.4.1). What it <em>shows</em> is true: strip, wall clock in the picture and
 * the beeps of its sound are at table time ({@link #tableMicros}), so that whoever sees or hears
 * two cameras can judge how well a gateway has lined up their wrong clocks.
 *
 * <p>{@link #offset} and {@link #drift} by one thread at a time, all else by any.
 */
final class CaptureClock implements TableClock {
  /** {@code own = table + ahead + (table − since) · ppm / 10^6}. */
  private record Line(long offset, long ahead, long since, double ppm) {
    private long own(long table) {
      return table + ahead + Math.round((table - since) * ppm / 1e6);
    }

    private long table(long own) {
      return since + Math.round((own - ahead - since) / (1 + ppm / 1e6));
    }
  }

  private final TableClock table;
  private volatile Line line;

  /** A clock that is right. */
  CaptureClock(TableClock table) {
    this.table = table;
    this.line = new Line(0, 0, table.nowMicros(), 0);
  }

  /** Steps the clock, so that it is now ahead of table time by this much. */
  void offset(long micros) {
    line = new Line(micros, micros, table.nowMicros(), line.ppm);
  }

  /** Changes its rate; what it says now stays as it is. */
  void drift(double ppm) {
    long now = table.nowMicros();
    line = new Line(line.offset, line.own(now) - now, now, ppm);
  }

  /** Table time at a time of this clock, to a microsecond. */
  long tableMicros(long own) {
    return line.table(own);
  }

  /** Time of this clock at a table time. */
  long ownMicros(long tableMicros) {
    return line.own(tableMicros);
  }

  /** Where the {@link Tone} is when this clock's samples are at a position. */
  long toneSample(long ownSample) {
    Line now = line;
    if (now.ahead == 0 && now.ppm == 0) {
      return ownSample;
    }
    long micros = Tone.microsOf(ownSample);
    return ownSample + Math.round((now.table(micros) - micros) * 0.048);
  }

  @Override
  public long nowMicros() {
    return line.own(table.nowMicros());
  }

  @Override
  public String clockId() {
    return table.clockId();
  }

  @Override
  public long epoch() {
    return table.epoch();
  }
}
