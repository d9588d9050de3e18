package dev.croupier.gateway.media.program;

/**
 * Which signals of a program are alive, by the pictures that come of them and by the packets of
 * those that are still arriving. Pure; the table's event loop.
 */
public final class Pulse {
  private final Synchroniser synchroniser;

  Pulse(Synchroniser synchroniser) {
    this.synchroniser = synchroniser;
  }

  /**
   * Packets of a signal's next picture came. Those of one that cannot be decoded, as the keyframe
   * before it was not whole, are no sign of life.
   *
   * @param keyframe whether the picture is known to be a keyframe
   * @param newestMicros when the newest one arrived
   */
  public void arriving(String source, boolean keyframe, long newestMicros) {
    Synchroniser.Source line = synchroniser.get(source);
    if (line != null && line.decodes(keyframe)) {
      line.flow().arriving(newestMicros);
    }
  }

  /** Whether pictures of a signal that can be shown come without a pause. */
  public boolean flows(String source, long nowMicros) {
    Synchroniser.Source line = synchroniser.get(source);
    return line != null && line.flow().flows(nowMicros);
  }

  /** Whether a signal may be lost soon. */
  public boolean doubted(String source, long nowMicros) {
    Synchroniser.Source line = synchroniser.get(source);
    return line == null || line.flow().doubted(nowMicros);
  }

  /** Whether a signal can be cut to: it {@link #flows}, and nothing of it has to be waited for. */
  public boolean ready(String source, long nowMicros) {
    Synchroniser.Source line = synchroniser.get(source);
    return line != null && line.hot() && line.decodes(false) && line.flow().flows(nowMicros);
  }
}
