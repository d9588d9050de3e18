package dev.croupier.gateway.media.webrtc;

/**
 * Which of a program's pictures one viewer is sent: all of them while its path carries them, else
 * whole frames are left out, never a part of one. Sound always goes. Pure: (event, now) → verdict;
 * the session's event loop; no allocation.
 *
 * <p>It keeps what should be queued before the viewer: what was sent, drained at the estimated
 * rate. Nothing is left out while no estimate is known.
 *
 * <pre>
 *   FULL ── backlog &gt; 400 ms at any frame, or the path is dead ──▶ WAITING: nothing until a keyframe
 *     ▲                                                              │
 *     └── a keyframe, backlog ≤ 100 ms, the path is alive, and ──────┘
 *         the keyframe takes ≤ 1 s, or the last picture was sent 5 s ago
 * </pre>
 *
 * In FULL, frames to which no other refers are left out while the backlog is above 200 ms.
 */
final class FramePolicy {
  /** A frame that would wait longer than this is left out, with all up to the next keyframe. */
  static final long FULL_MICROS = 400_000;

  /** Above this backlog frames to which no other refers are left out. */
  static final long HALF_MICROS = 200_000;

  /** Pictures begin again when the backlog has come down to this. */
  static final long ROOM_MICROS = 100_000;

  /** A keyframe that takes longer than this on the line holds up the sound behind it … */
  static final long LONG_KEYFRAME_MICROS = 1_000_000;

  /** … so it is sent only when there was no picture for this long: it measures the path too. */
  static final long STILL_MICROS = 5_000_000;

  /** More than this is not thought to be queued. */
  private static final long MOST_MICROS = 2_000_000;

  /** A viewer that missed pictures so recently is sent less than there is, 2 s. */
  private static final long LIMITED_MICROS = 2_000_000;

  private long bps = BandwidthEstimate.UNKNOWN;
  private double backlogBits;
  private long drainedMicros = Long.MIN_VALUE;
  private long pictureMicros = Long.MIN_VALUE / 2;
  private long leftOutMicros = Long.MIN_VALUE / 2;
  private boolean dead;
  private boolean waiting;

  /**
   * The path carries so much; {@link BandwidthEstimate#UNKNOWN}: all of it, nothing is left out.
   */
  void estimate(long bitsPerSecond, long nowMicros) {
    drain(nowMicros);
    bps = bitsPerSecond;
  }

  /** Nothing is heard of the viewer any more: pictures stop at the next frame. */
  void dead() {
    dead = true;
  }

  /** It is heard of again: what was queued for it is gone, pictures begin at the next keyframe. */
  void alive() {
    dead = false;
    backlogBits = 0;
  }

  /** A packet was sent: of a picture, of sound, or once more. */
  void sent(int bytes, long nowMicros) {
    drain(nowMicros);
    if (bps > 0) {
      // Sound goes on above any rate: what a queue cannot hold is no backlog.
      backlogBits = Math.min(backlogBits + 8.0 * bytes, bps * (MOST_MICROS / 1e6));
    }
  }

  /**
   * Whether a frame is sent; {@link #sent} follows for its packets.
   *
   * @param bytes of all its packets
   * @param reference whether other frames may refer to it
   */
  boolean offer(int bytes, boolean keyframe, boolean reference, long nowMicros) {
    drain(nowMicros);
    boolean sends = waiting ? keyframe && begins(bytes, nowMicros) : goesOn(reference);
    waiting = !sends && (waiting || reference);
    if (sends) {
      pictureMicros = nowMicros;
    } else {
      leftOutMicros = nowMicros;
    }
    return sends;
  }

  /** Whether pictures are left out until a keyframe finds room. */
  boolean waiting() {
    return waiting;
  }

  /** Whether pictures were left out lately: less is sent than there is. */
  boolean limited(long nowMicros) {
    return nowMicros - leftOutMicros < LIMITED_MICROS;
  }

  /** How long what was sent is thought to wait before the viewer. */
  long backlogMicros() {
    return bps <= 0 ? 0 : (long) (backlogBits * 1e6 / bps);
  }

  private boolean goesOn(boolean reference) {
    return !dead && backlogMicros() <= (reference ? FULL_MICROS : HALF_MICROS);
  }

  private boolean begins(int bytes, long nowMicros) {
    if (dead || backlogMicros() > ROOM_MICROS) {
      return false;
    }
    long takes = bps <= 0 ? 0 : bytes * 8_000_000L / bps;
    return takes <= LONG_KEYFRAME_MICROS || nowMicros - pictureMicros >= STILL_MICROS;
  }

  private void drain(long nowMicros) {
    if (bps <= 0) {
      backlogBits = 0;
    } else if (nowMicros > drainedMicros) {
      backlogBits = Math.max(0, backlogBits - bps * ((nowMicros - drainedMicros) / 1e6));
    }
    drainedMicros = nowMicros;
  }
}
