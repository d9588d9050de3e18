package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.track.DelayLine;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a table's signals leave at the same distance from their capture: a delay line each. A frame
 * of signal <i>s</i> leaves at arrival + (L − d<sub>s</sub>), where d<sub>s</sub> is how long its
 * frames take from capture to arrival (p99.9) and L the largest of these, so that the slowest
 * passes straight through, the others are late by a constant, and every publisher's own pacing
 * survives. With one signal nothing waits.
 *
 * <p>L and the delay of what is on air move by at most {@link #STEP_MICROS} a frame, and not at all
 * while a handover is under way and all are where they should be. Pure; the table's event loop.
 */
final class Synchroniser {
  /** L is this much above the slowest signal, where there are several: 5 ms. */
  static final long MARGIN_MICROS = 5_000;

  /** L and delays move by at most this a frame: 2 ms. */
  static final long STEP_MICROS = 2_000;

  /** A signal without frames for this long no longer counts: 1 s. */
  static final long COLD_MICROS = 1_000_000;

  /** Signals of a table, and room for takeovers under other names. */
  private static final int MAX_SOURCES = 16;

  /** One signal. */
  static final class Source {
    private final String name;
    private final DelayLine video = new DelayLine();
    private final DelayLine audio = new DelayLine();
    private boolean hot;
    private boolean broken = true;
    private long transitMicros;
    private long delayMicros;
    private long lastArrivalMicros;
    private final Passing passing = new Passing();
    private final Flow flow = new Flow();

    private Source(String name) {
      this.name = name;
    }

    /** Its name. */
    String name() {
      return name;
    }

    /** The pictures on their way. */
    DelayLine video() {
      return video;
    }

    /** The sound on its way. */
    DelayLine audio() {
      return audio;
    }

    /** What of it went by unseen of late. */
    Passing passing() {
      return passing;
    }

    /** Whether pictures come. */
    boolean hot() {
      return hot;
    }

    /** Whether a frame that comes now can be decoded, as far as is known. */
    boolean decodes(boolean keyframe) {
      return keyframe || !broken;
    }

    /** How its pictures come. */
    Flow flow() {
      return flow;
    }

    /** What its frames wait now. */
    long delayMicros() {
      return delayMicros;
    }
  }

  private final Map<String, Source> sources = new TreeMap<>();
  private final long maxLatencyMicros;
  private long latencyMicros;
  private boolean held;
  private String heard;

  /**
   * Without any signal.
   *
   * @param maxLatencyMicros L never exceeds this
   */
  Synchroniser(long maxLatencyMicros) {
    this.maxLatencyMicros = maxLatencyMicros;
  }

  /**
   * Takes a picture in.
   *
   * @param transitMicros d of its signal
   * @param onAir the signal that is seen, or null
   * @return its signal; null if the frame was left out: it cannot be decoded, or there are too many
   *     signals
   */
  Source video(
      String name,
      CodedFrame frame,
      long captureMicros,
      long arrivalMicros,
      long transitMicros,
      String onAir) {
    Source source = source(name);
    if (source == null) {
      return null;
    }
    heard(source, transitMicros, arrivalMicros, onAir);
    if (source.broken && !frame.keyframe()) {
      return null;
    }
    source.broken = false;
    source.flow.arrived(arrivalMicros);
    source.video.add(frame, captureMicros, arrivalMicros, source.delayMicros);
    return source;
  }

  /** A signal comes up: it counts from now on, though none of its frames can be shown yet. */
  void approach(String name, long transitMicros, long nowMicros, String onAir) {
    Source source = source(name);
    if (source != null) {
      heard(source, transitMicros, nowMicros, onAir);
    }
  }

  /** Takes a packet of sound in. */
  void audio(String name, CodedFrame frame, long captureMicros, long arrivalMicros) {
    Source source = source(name);
    if (source != null) {
      if (source.hot && name.equals(heard)) {
        source.lastArrivalMicros = arrivalMicros;
      }
      source.audio.add(frame, captureMicros, arrivalMicros, source.delayMicros);
    }
  }

  /**
   * The signal that is heard, or null: while its sound comes it counts, shown or not, and what it
   * waits moves as gently as what is shown.
   */
  void hears(String name) {
    heard = name;
  }

  /** What follows of this signal cannot be decoded until its next keyframe. */
  void broken(String name) {
    Source source = sources.get(name);
    if (source != null) {
      source.broken = true;
      source.flow.broken();
    }
  }

  /** The signal's publish is over: what has come still leaves. */
  void end(String name) {
    Source source = sources.get(name);
    if (source != null) {
      source.broken = true;
      source.hot = false;
    }
  }

  /** Time has passed. */
  void tick(long nowMicros, boolean nothingOnAir) {
    for (Source source : sources.values()) {
      source.hot &= nowMicros - source.lastArrivalMicros <= COLD_MICROS;
    }
    if (nothingOnAir && !held && hot() > 0) {
      latencyMicros = target();
    }
  }

  /**
   * A handover is under way: nothing moves once both signals are where they should be, nor after a
   * frame is agreed on.
   */
  void hold(String onAir, String next, boolean agreed) {
    held = agreed || (aligned(onAir) && aligned(next));
  }

  /** No handover is under way: all may move. */
  void letGo() {
    held = false;
  }

  /** L: from capture to leaving, for the slowest frame in a thousand. */
  long latencyMicros() {
    return latencyMicros;
  }

  /** A signal, or null. */
  Source get(String name) {
    return name == null ? null : sources.get(name);
  }

  /** All signals. */
  Collection<Source> all() {
    return sources.values();
  }

  private Source source(String name) {
    Source source = sources.get(name);
    if (source == null && sources.size() < MAX_SOURCES) {
      source = new Source(name);
      sources.put(name, source);
    }
    return source;
  }

  private void heard(Source source, long transitMicros, long arrivalMicros, String onAir) {
    source.transitMicros = transitMicros;
    source.lastArrivalMicros = arrivalMicros;
    source.hot = true;
    if (!held) {
      move(source, onAir);
    }
  }

  private void move(Source source, String onAir) {
    boolean seen = source.name.equals(onAir);
    if (onAir == null) {
      latencyMicros = target();
    } else if (seen || !isHot(onAir)) {
      latencyMicros += step(target() - latencyMicros);
    }
    long off = delayTarget(source) - source.delayMicros;
    source.delayMicros += seen || source.name.equals(heard) ? step(off) : off;
  }

  private static long step(long off) {
    return Math.clamp(off, -STEP_MICROS, STEP_MICROS);
  }

  private long target() {
    long slowest = 0;
    int hot = 0;
    for (Source source : sources.values()) {
      if (source.hot) {
        slowest = Math.max(slowest, source.transitMicros);
        hot++;
      }
    }
    return Math.min(maxLatencyMicros, hot > 1 ? slowest + MARGIN_MICROS : slowest);
  }

  private long delayTarget(Source source) {
    return hot() > 1 ? Math.max(0, Math.min(latencyMicros, target()) - source.transitMicros) : 0;
  }

  private boolean aligned(String name) {
    Source source = get(name);
    return source == null
        || (Math.abs(target() - latencyMicros) <= STEP_MICROS
            && Math.abs(delayTarget(source) - source.delayMicros) <= STEP_MICROS);
  }

  private int hot() {
    int hot = 0;
    for (Source source : sources.values()) {
      hot += source.hot ? 1 : 0;
    }
    return hot;
  }

  private boolean isHot(String name) {
    Source source = get(name);
    return source != null && source.hot;
  }
}
