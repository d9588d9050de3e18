package dev.croupier.gateway.media.program;

import java.util.Arrays;

/**
 * The pictures of a program since its last keyframe, whatever was on air, and what they tell of the
 * next one. Decoding may begin with them at once.
 *
 * <p>The table's event loop writes; any thread reads. A frame is here before any viewer gets it, so
 * that one who becomes a viewer first and looks here then misses none.
 */
public final class GopCache {
  /** Pictures longer ago than this cannot be caught up with: 4 s. */
  public static final long MAX_MICROS = 4_000_000;

  /** Most bytes kept: 4 MB. */
  public static final long MAX_BYTES = 4_000_000;

  /** Most pictures kept: 240 a second for 4 s. */
  static final int MAX_FRAMES = 960;

  /** Without a picture for this long there is nothing to begin with: 1 s. */
  static final long STALE_MICROS = 1_000_000;

  /** The next keyframe cannot be foretold. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  private static final int FIRST_ROOM = 64;

  /** Two intervals between keyframes are the same within a tenth, or this: 50 ms. */
  private static final long SAME_MICROS = 50_000;

  /** The mean delay follows so many frames. */
  private static final int MEAN_FRAMES = 64;

  private static final Gop NONE = new Gop(new ProgramFrame[0], 0, 0);

  private ProgramFrame[] frames = new ProgramFrame[FIRST_ROOM];
  private String source = "";
  private long bytes;
  private long keyframeCaptureMicros;
  private long intervalMicros;
  private long delays;
  private long meanMicros;
  private volatile Gop gop = new Gop(frames, 0, 0);
  private volatile long lastMicros;
  private volatile long delayMicros;
  private volatile long bitrate;
  private volatile long nextKeyframeMicros = UNKNOWN;
  private volatile long toleranceMicros;

  /** A group of pictures as it was at some moment: a keyframe and what came after it. */
  public static final class Gop {
    private final ProgramFrame[] frames;
    private final int count;
    private final long bytes;

    private Gop(ProgramFrame[] frames, int count, long bytes) {
      this.frames = frames;
      this.count = count;
      this.bytes = bytes;
    }

    /** Pictures in it; 0 where there was none, or it had grown beyond its caps. */
    public int count() {
      return count;
    }

    /** A picture, from 0, in decoding order. */
    public ProgramFrame frame(int index) {
      if (index >= count) {
        throw new IndexOutOfBoundsException(index);
      }
      return frames[index];
    }

    /** Bytes of all its packets' payloads. */
    public long bytes() {
      return bytes;
    }
  }

  /**
   * A picture leaves the program. The table's event loop.
   *
   * @param departureMicros now, in table time
   */
  public void add(ProgramFrame frame, long departureMicros) {
    measure(frame, departureMicros);
    lastMicros = departureMicros;
    if (frame.keyframe()) {
      keyframe(frame, departureMicros);
    }
    bytes += frame.payloadBytes();
    Gop before = gop;
    if (before.count == 0 && !frame.keyframe()) {
      return;
    }
    int count = frame.keyframe() ? 0 : before.count;
    if (bytes > MAX_BYTES
        || count >= MAX_FRAMES
        || frame.captureMicros() - keyframeCaptureMicros > MAX_MICROS) {
      frames = new ProgramFrame[FIRST_ROOM];
      gop = new Gop(frames, 0, 0);
      return;
    }
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, 2 * count);
    }
    // Readers see only the places below the count they were given, which are never written again.
    frames[count] = frame;
    gop = new Gop(frames, count + 1, bytes);
  }

  /**
   * What follows is not all that there is: nothing is kept until the next keyframe. The table's
   * event loop.
   */
  public void forget() {
    if (gop.count > 0) {
      frames = new ProgramFrame[FIRST_ROOM];
      gop = new Gop(frames, 0, 0);
    }
  }

  /** The pictures since the last keyframe; none if the last one is too long ago. */
  public Gop gop(long nowMicros) {
    return nowMicros - lastMicros > STALE_MICROS ? NONE : gop;
  }

  /** D: mean time from capture to leaving of what is on air, in microseconds. */
  public long delayMicros() {
    return delayMicros;
  }

  /** Bits a second of what is on air, by its last whole group of pictures; 0 while unknown. */
  public long bitrate() {
    return bitrate;
  }

  /**
   * How long until the next keyframe leaves, where they come at equal intervals, else {@link
   * #UNKNOWN}. One that is a little late is due now.
   */
  public long untilKeyframeMicros(long nowMicros) {
    long next = nextKeyframeMicros;
    if (next == UNKNOWN || nowMicros - next > toleranceMicros) {
      return UNKNOWN;
    }
    return Math.max(0, next - nowMicros);
  }

  private void measure(ProgramFrame frame, long departureMicros) {
    long delay = departureMicros - frame.captureMicros();
    if (!frame.source().equals(source)) {
      source = frame.source();
      delays = 0;
      intervalMicros = 0;
      nextKeyframeMicros = UNKNOWN;
      bitrate = 0;
      keyframeCaptureMicros = Long.MIN_VALUE;
      meanMicros = delay;
      gop = new Gop(frames, 0, 0);
    }
    delays = Math.min(delays + 1, MEAN_FRAMES);
    meanMicros += (delay - meanMicros) / delays;
    delayMicros = meanMicros;
  }

  private void keyframe(ProgramFrame frame, long departureMicros) {
    boolean first = keyframeCaptureMicros == Long.MIN_VALUE;
    long interval = first ? 0 : frame.captureMicros() - keyframeCaptureMicros;
    if (interval > 0) {
      bitrate = bytes * 8 * 1_000_000 / interval;
    }
    long tolerance = Math.max(SAME_MICROS, interval / 10);
    boolean regular = interval > 0 && Math.abs(interval - intervalMicros) <= tolerance;
    toleranceMicros = tolerance;
    nextKeyframeMicros = regular ? departureMicros + interval : UNKNOWN;
    intervalMicros = interval;
    keyframeCaptureMicros = frame.captureMicros();
    bytes = 0;
    // Those who read the group before still do.
    frames = new ProgramFrame[Math.max(FIRST_ROOM, Math.min(MAX_FRAMES, frames.length))];
  }
}
