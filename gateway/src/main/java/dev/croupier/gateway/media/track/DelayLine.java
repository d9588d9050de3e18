package dev.croupier.gateway.media.track;

import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Frames of one track of a signal on their way into a program, in order, each until its time. Pure,
 * bounded; the table's event loop.
 *
 * <p>Beyond {@link #MAX_FRAMES} or {@link #MAX_BYTES} the first ones leave before their time:
 * nothing is lost here.
 */
public final class DelayLine {
  /** Frames of 250 ms at 240 a second, eight times over. */
  public static final int MAX_FRAMES = 480;

  /** A quarter of a second at 50 Mbit/s, and half as much again. */
  public static final long MAX_BYTES = 2_400_000;

  /**
   * A frame that waits.
   *
   * @param captureMicros when it was captured, in table time
   * @param dueMicros when it leaves
   */
  public record Held(CodedFrame frame, long captureMicros, long dueMicros) {}

  private final Deque<Held> held = new ArrayDeque<>();
  private long bytes;
  private long lastDueMicros = Long.MIN_VALUE;
  private long lastCaptureMicros = Long.MIN_VALUE;

  /** Takes a frame in; it leaves this long after its arrival, and never before an earlier one. */
  public void add(CodedFrame frame, long captureMicros, long arrivalMicros, long delayMicros) {
    lastDueMicros = Math.max(lastDueMicros, arrivalMicros + delayMicros);
    lastCaptureMicros = captureMicros;
    held.add(new Held(frame, captureMicros, lastDueMicros));
    bytes += frame.data().length;
  }

  /** The first frame if it is due, or null. */
  public Held due(long nowMicros) {
    Held first = held.peek();
    return first != null && (first.dueMicros() <= nowMicros || full()) ? first : null;
  }

  /** When the first frame is due; {@link Long#MAX_VALUE} for none. */
  public long dueMicros() {
    Held first = held.peek();
    return first == null ? Long.MAX_VALUE : full() ? Long.MIN_VALUE : first.dueMicros();
  }

  /** When the last frame that came is or was due; {@link Long#MIN_VALUE} before any. */
  public long lastDueMicros() {
    return lastDueMicros;
  }

  /** Whether a frame with this RTP time of its source waits. */
  public boolean holds(long rtpTime) {
    for (Held each : held) {
      if (each.frame().rtpTime() == rtpTime) {
        return true;
      }
    }
    return false;
  }

  /** Takes the first frame out. */
  public Held take() {
    Held first = held.remove();
    bytes -= first.frame().data().length;
    return first;
  }

  /** Puts back at the front what was taken out last, in order; it is due. */
  public void putBack(Deque<Held> taken) {
    for (Held frame = taken.pollLast(); frame != null; frame = taken.pollLast()) {
      held.addFirst(frame);
      bytes += frame.frame().data().length;
    }
  }

  /** Whether all that was captured before a moment has left, and something captured since came. */
  public boolean passed(long captureMicros) {
    Held first = held.peek();
    return lastCaptureMicros >= captureMicros
        && (first == null || first.captureMicros() >= captureMicros);
  }

  /** Shows the frames that wait, in order. */
  public void forEach(Consumer<Held> sink) {
    held.forEach(sink);
  }

  /** How many wait. */
  public int size() {
    return held.size();
  }

  private boolean full() {
    return held.size() > MAX_FRAMES || bytes > MAX_BYTES;
  }
}
