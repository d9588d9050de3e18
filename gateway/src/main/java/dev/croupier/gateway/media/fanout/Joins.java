package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.program.GopCache;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What those who become viewers of a show need: the pictures to begin with, when the next keyframe
 * can be expected, and how many others wait for one. The table's event loop writes; any thread
 * reads.
 */
public final class Joins {
  private final GopCache gops = new GopCache();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile KeyframeCadence.Outlook outlook = KeyframeCadence.Outlook.NONE;

  /** The pictures since the last keyframe. */
  public GopCache gops() {
    return gops;
  }

  /**
   * How long until a keyframe that is asked for now, or has been, leaves: {@link GopCache#UNKNOWN}
   * for a source that is not known to answer.
   */
  public long untilAnswerMicros(long nowMicros) {
    return outlook.untilAnswerMicros(nowMicros);
  }

  /** The same for one that has been asked for already. */
  public long untilPendingMicros(long nowMicros) {
    return outlook.untilPendingMicros(nowMicros);
  }

  /** One more viewer waits for its first live picture. */
  public void begin() {
    waiting.incrementAndGet();
  }

  /** One less waits: it has its picture, or has gone. */
  public void end() {
    waiting.decrementAndGet();
  }

  /** How many wait. */
  public int waiting() {
    return waiting.get();
  }

  /** A frame leaves; before any viewer gets all of it. The table's event loop. */
  public void sent(ProgramFrame frame, long nowMicros) {
    if (frame.codec().video() && frame.whole()) {
      gops.add(frame, nowMicros);
    }
  }

  /** Passes frames on, each after it has been here. */
  Consumer<ProgramFrame> before(Consumer<ProgramFrame> next, TableClock clock) {
    return frame -> {
      sent(frame, clock.nowMicros());
      next.accept(frame);
    };
  }

  /** How the source of the next keyframe answers. The table's event loop. */
  public void answers(KeyframeCadence.Outlook now) {
    outlook = now;
  }
}
