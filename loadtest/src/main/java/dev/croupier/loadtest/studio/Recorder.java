package dev.croupier.loadtest.studio;

/**
 * What a {@link Camera} gives its pictures and its sound to. The camera's thread; {@link
 * #requestKeyframe} and {@link #gop} any.
 */
interface Recorder extends AutoCloseable {
  /** A picture; it may be painted over when this returns. */
  void picture(YuvPicture picture, long captureMicros);

  /** Whether it takes sound; else none of the next three is called. */
  boolean hasSound();

  /** Position of the next 20 ms of sound, see {@link Tone}. */
  long nextSample();

  /** Leaves out whole packets of sound, after which the position is at or after the given one. */
  void skipTo(long sample);

  /** The next 20 ms of sound have been heard. */
  void sound();

  /** Makes the next picture a keyframe, where that can be asked for. */
  default void requestKeyframe() {}

  /** Changes the GOP, where that can be done while it runs; 0: keyframes on request only. */
  default void gop(int frames) {}

  /** Frees what it holds. Idempotent. */
  @Override
  void close();
}
