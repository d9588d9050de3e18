package dev.croupier.loadtest.studio;

/**
 * The studio's sound, a pure function of table time: a quiet hum and a clear beep of 1 kHz and 60
 * ms that starts on each whole second. Samples are counted at 48 kHz from table time zero.
 */
public final class Tone {
  /** How long a beep is. */
  public static final int BEEP_MS = 60;

  private static final int RATE = AudioSettings.SAMPLE_RATE;
  private static final int BEEP_SAMPLES = RATE / 1000 * BEEP_MS;
  private static final int HUM_HZ = 110;
  private static final int BEEP_HZ = 1000;
  private static final double HUM = 0.008;
  private static final double BEEP = 0.35;

  /** Short enough to be exact to a tenth of a millisecond, long enough not to click. */
  private static final int EDGE_SAMPLES = 24;

  /** One second: both tones are whole numbers of hertz, so it repeats exactly. */
  private static final short[] SECOND = second();

  private Tone() {}

  /** The sample at a position, 16 bits. */
  public static short at(long sample) {
    return SECOND[(int) Math.floorMod(sample, (long) RATE)];
  }

  /** Table time of a sample in microseconds, rounded down. */
  public static long microsOf(long sample) {
    return Math.floorDiv(sample * 125, 6);
  }

  /** The first sample at or after a table time. */
  public static long sampleAt(long micros) {
    return Math.ceilDiv(micros * 6, 125);
  }

  private static short[] second() {
    short[] samples = new short[RATE];
    for (int i = 0; i < RATE; i++) {
      double t = (double) i / RATE;
      double value = HUM * Math.sin(2 * Math.PI * HUM_HZ * t);
      if (i < BEEP_SAMPLES) {
        double edge = Math.min(1.0, Math.min(i + 1, BEEP_SAMPLES - i) / (double) EDGE_SAMPLES);
        value += BEEP * edge * Math.sin(2 * Math.PI * BEEP_HZ * t);
      }
      samples[i] = (short) Math.round(value * Short.MAX_VALUE);
    }
    return samples;
  }
}
