package dev.croupier.gateway.media.program;

/**
 * Whether pictures of a signal come as they should. Only such as can be shown count: what is
 * complete and cannot be decoded is no picture. One that takes its time is waited for while packets
 * of it come, but not without an end. Pure; the table's event loop.
 */
final class Flow {
  /**
   * Without a complete picture, and without packets of one, for this long a signal is lost: 250 ms.
   */
  static final long LOST_MICROS = 250_000;

  /** Packets alone keep a signal for so long after its last complete picture: 1 s. */
  static final long ENDLESS_MICROS = 1_000_000;

  /** When neither a picture nor a packet of one has come for this long, it is late: 120 ms. */
  static final long LATE_MICROS = 120_000;

  /** A slow camera is given so many of its own intervals. */
  private static final int INTERVALS = 3;

  /** Intervals count as this long at most: 500 ms. */
  private static final long LONGEST_MICROS = 500_000;

  /** The mean is over about so many pictures. */
  private static final int MEAN_OVER = 8;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private long pictureMicros = NEVER;
  private long packetMicros = NEVER;
  private long intervalMicros;

  /** A picture has arrived. */
  void arrived(long nowMicros) {
    if (pictureMicros != NEVER) {
      long interval = Math.clamp(nowMicros - pictureMicros, 0, LONGEST_MICROS);
      intervalMicros += (interval - intervalMicros) / MEAN_OVER;
    }
    pictureMicros = nowMicros;
  }

  /** Packets of a picture that can be shown once it is complete came, the newest one then. */
  void arriving(long newestMicros) {
    packetMicros = Math.max(packetMicros, newestMicros);
  }

  /** What was arriving cannot be shown: its packets were in vain. */
  void broken() {
    packetMicros = NEVER;
  }

  /** Whether it is not lost. */
  boolean flows(long nowMicros) {
    long silent = nowMicros - pictureMicros;
    return silent <= Math.max(LOST_MICROS, INTERVALS * intervalMicros)
        || (silent <= ENDLESS_MICROS && nowMicros - packetMicros <= lateMicros());
  }

  /**
   * Whether it may be lost soon: nothing of it comes, or for half the time that packets alone keep
   * it no complete picture.
   */
  boolean doubted(long nowMicros) {
    return nowMicros - Math.max(pictureMicros, packetMicros) > lateMicros()
        || nowMicros - pictureMicros > Math.max(ENDLESS_MICROS / 2, lateMicros());
  }

  /** A slow camera's next picture is late when it has half an interval more. */
  private long lateMicros() {
    return Math.max(LATE_MICROS, intervalMicros * 3 / 2);
  }
}
