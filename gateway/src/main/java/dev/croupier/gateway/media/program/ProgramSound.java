package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Opus;
import dev.croupier.gateway.media.track.DelayLine;

/**
 * What a program sounds like: the sound of what is shown, or of a signal chosen apart from it, and
 * silence where there is none. Pure; the table's event loop.
 *
 * <p>A choice takes effect with the cut that brings it, at the agreed frame, and holds until a cut
 * brings another. The slate is silent; what was chosen is heard again when a signal is shown again.
 */
final class ProgramSound {
  private static final byte[] SILENCE = Opus.silence(true);

  /** Sound may be this much later than usual before silence fills its place: 100 ms. */
  private static final long PATIENCE_MICROS = 100_000;

  /** Sound is never waited for longer than this: 1 s. */
  private static final long MAX_LAG_MICROS = 1_000_000;

  /** By this much a packet what is known of late sound fades. */
  private static final long LATE_FADES_MICROS = 1_000;

  /** A signal without sound for this long is not waited for. */
  private static final long GONE_MICROS = 500_000;

  /** Silence is this far behind L where no sound is waited for. */
  private static final long SILENCE_BEHIND_MICROS = 20_000;

  private final AudioSplice splice = new AudioSplice();
  private final AudioLine line;
  private final ProgramSender sender;
  private AudioChoice armed = AudioChoice.FOLLOW;
  private String apart;
  private String apartBefore;
  private long audibleAtMicros;
  private long lateMicros;

  /** Silence. */
  ProgramSound(ProgramClock clock, ProgramSender sender, long nowMicros) {
    this.line = new AudioLine(clock);
    this.sender = sender;
    this.audibleAtMicros = nowMicros - GONE_MICROS;
  }

  /** A cut is asked for that brings this choice. */
  void arm(AudioChoice choice) {
    armed = choice;
  }

  /** A cut that had its frame is replaced by another. */
  void takeBack() {
    splice.keep();
    apart = apartBefore;
  }

  /**
   * A cut has its frame.
   *
   * @param target what it shows
   * @param shown what was shown last, or null
   * @param agreedMicros capture of the frame
   * @param latestMicros when the old source's packets are no longer waited for
   */
  void agree(String target, String shown, long agreedMicros, long latestMicros) {
    apartBefore = apart;
    apart =
        switch (armed.kind()) {
          case FOLLOW -> null;
          case KEEP -> apart == null ? shown : apart;
          case SIGNAL -> armed.signal();
        };
    splice.agree(apart == null ? target : apart, agreedMicros, latestMicros);
  }

  /** A signal is shown without a cut, from a frame on. */
  void begin(String picture, long captureMicros, long nowMicros) {
    splice.agree(apart == null ? picture : apart, captureMicros, nowMicros);
  }

  /**
   * The slate is shown from now on.
   *
   * @param agreed whether a cut that has its frame still takes place
   */
  void silence(boolean agreed) {
    splice.silence(agreed);
  }

  /** Sends what of a source is due; whether there was something. */
  boolean release(Synchroniser synchroniser, Synchroniser.Source source, long nowMicros) {
    boolean moved = false;
    for (DelayLine.Held held = source.audio().due(nowMicros);
        held != null;
        held = source.audio().due(nowMicros)) {
      switch (splice.onDue(source.name(), held.captureMicros(), passed(synchroniser), nowMicros)) {
        case HOLD -> {
          return moved;
        }
        case DROP -> source.audio().take();
        case SEND -> {
          source.audio().take();
          send(source.name(), held, nowMicros);
        }
      }
      moved = true;
    }
    return moved;
  }

  /** When the first packet of a source leaves; {@link Long#MAX_VALUE} for none. */
  long dueMicros(Synchroniser.Source source, long nowMicros) {
    long due = source.audio().dueMicros();
    return splice.changing() && due <= nowMicros ? splice.untilMicros() : due;
  }

  /** Time has passed; what did not come in time is silence. */
  void tick(long latencyMicros, long nowMicros) {
    silence(line.starved(nowMicros, lag(latencyMicros, nowMicros)));
  }

  /** The signal whose sound is carried, or will be; null for none. */
  String source() {
    return splice.source();
  }

  /** The signal that is heard, or null for silence. */
  String heard(long nowMicros) {
    return nowMicros - audibleAtMicros < GONE_MICROS ? splice.onAir() : null;
  }

  /** The signal that is chosen apart from the picture, or null where the sound follows it. */
  String apart() {
    return apart;
  }

  /** Whether this signal's sound is carried now or as soon as it can be. */
  boolean takes(String signal) {
    return signal.equals(splice.onAir()) || signal.equals(splice.source()) || signal.equals(apart);
  }

  private void send(String source, DelayLine.Held held, long nowMicros) {
    byte[] packet = held.frame().data();
    int samples = Opus.samples(packet, 0, packet.length);
    if (samples < 0) {
      return;
    }
    audibleAtMicros = nowMicros;
    lateMicros = Math.max(lateMicros - LATE_FADES_MICROS, nowMicros - held.captureMicros());
    AudioLine.Placement placement =
        line.place(source, held.frame().rtpTime(), samples, packet.length, held.captureMicros());
    silence(placement.silent());
    for (int i = 0; i < placement.times(); i++) {
      sender.audio(packet, line.take(samples), source);
    }
  }

  private void silence(int packets) {
    for (int i = 0; i < packets; i++) {
      sender.audio(SILENCE, line.take(AudioLine.PACKET_SAMPLES), Slate.NAME);
    }
  }

  private boolean passed(Synchroniser synchroniser) {
    Synchroniser.Source old = synchroniser.get(splice.onAir());
    return old == null || old.audio().passed(splice.agreedMicros());
  }

  private long lag(long latencyMicros, long nowMicros) {
    boolean awaited = splice.onAir() != null && nowMicros - audibleAtMicros < GONE_MICROS;
    return awaited
        ? Math.min(Math.max(latencyMicros, lateMicros) + PATIENCE_MICROS, MAX_LAG_MICROS)
        : latencyMicros + SILENCE_BEHIND_MICROS;
  }
}
