package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.track.DelayLine;
import java.util.function.Consumer;

/**
 * What a table shows, as one continuous stream: one clock, one sequence a track, one splice for all
 * viewers.
 *
 * <p>Owner: the table's event loop; nothing here blocks or reads a clock. Frames of all signals
 * come in with their capture in table time, wait in their delay lines so that all signals leave at
 * the same distance from it, and those on air go out with {@code P(capture)}. Whoever owns it calls
 * {@link #tick} every 20 ms at least, and {@link #release} at {@link #dueMicros}.
 */
public final class Program {
  private final ProgramClock clock;
  private final Codec codec;
  private final Synchroniser synchroniser;
  private final Splice splice;
  private final ProgramSound sound;
  private final SlatePlayer slate = new SlatePlayer();
  private final ProgramSender sender;
  private final CutThrough through;
  private final Pulse pulse;
  private CutListener cutListener;

  /**
   * A program that begins with the slate.
   *
   * @param codec of its pictures; frames in another never get on it
   * @param wanted the signal to show as soon as it has a keyframe; null: the first one that has
   * @param maxLatencyMicros most that a signal is held back for a slower one
   * @param firstSequence where both tracks' sequences begin, 0 … 65,535
   * @param output gets every frame, in order
   */
  public Program(
      ProgramClock clock,
      Codec codec,
      String wanted,
      long slateAfterMicros,
      long maxLatencyMicros,
      int firstSequence,
      long nowMicros,
      Consumer<ProgramFrame> output) {
    this.clock = clock;
    this.codec = codec;
    this.synchroniser = new Synchroniser(maxLatencyMicros);
    this.pulse = new Pulse(synchroniser);
    this.splice = new Splice(wanted, slateAfterMicros, nowMicros);
    this.sender = new ProgramSender(clock, firstSequence, output);
    this.through = new CutThrough(codec, synchroniser, splice, sender);
    this.sound = new ProgramSound(clock, sender, nowMicros);
  }

  /** Gives the program its slate; before that nothing is sent while nothing is on air. */
  public void slate(Slate newSlate, long nowMicros) {
    slate.give(newSlate, slateFrom(nowMicros));
  }

  /** A signal comes up, whose frames cannot be shown yet; they take this long to get here. */
  public void approach(String source, long transitMicros, long nowMicros) {
    synchroniser.approach(source, transitMicros, nowMicros, splice.onAir());
  }

  /**
   * A video frame of a signal.
   *
   * @param arrivalMicros when its last packet arrived
   * @param transitMicros how long this signal's frames take from capture to arrival (p99.9)
   * @return whether a keyframe of this signal is waited for
   */
  public boolean video(
      String source,
      CodedFrame frame,
      long captureMicros,
      long arrivalMicros,
      long transitMicros,
      long nowMicros) {
    if (frame.codec() != codec) {
      return false;
    }
    release(nowMicros);
    synchroniser.hears(sound.source());
    Synchroniser.Source line =
        synchroniser.video(
            source, frame, captureMicros, arrivalMicros, transitMicros, splice.onAir());
    if (line != null) {
      arrived(source, frame.keyframe(), captureMicros, nowMicros);
    }
    release(nowMicros);
    return splice.wantsKeyframe(source, line == null);
  }

  /** Where parts of large frames go; {@link #release} follows, and later the whole frame. */
  public CutThrough through() {
    return through;
  }

  /** An Opus packet of a signal. */
  public void audio(
      String source, CodedFrame frame, long captureMicros, long arrivalMicros, long nowMicros) {
    synchroniser.hears(sound.source());
    synchroniser.audio(source, frame, captureMicros, arrivalMicros);
    release(nowMicros);
  }

  /** The signal lost a frame: what follows cannot be decoded until its next keyframe. */
  public void broken(String source) {
    synchroniser.broken(source);
    through.broken(source);
  }

  /** The signal's publish is over; what has come still leaves in its time. */
  public void end(String source) {
    synchroniser.end(source);
  }

  /** Time has passed; at least every 20 ms. */
  public void tick(long nowMicros) {
    if (splice.expired(nowMicros)) {
      abort(splice.tooSlow() ? "too_slow" : "no_keyframe");
    }
    if (pulse.flows(splice.onAir(), nowMicros)) {
      splice.alive(nowMicros - Flow.LOST_MICROS);
    } else if (splice.onTick(nowMicros)) {
      sound.silence(splice.agreed());
      slate.begin(slateFrom(nowMicros));
    }
    synchroniser.tick(nowMicros, splice.onAir() == null);
    holdStill();
    release(nowMicros);
    sound.tick(synchroniser.latencyMicros(), nowMicros);
  }

  /** Sends what is due. */
  public void release(long nowMicros) {
    if (splice.onAir() == null) {
      showSlate(nowMicros);
    }
    boolean moved;
    do {
      moved = false;
      for (Synchroniser.Source source : synchroniser.all()) {
        moved |= releaseVideo(source, nowMicros);
        moved |= sound.release(synchroniser, source, nowMicros);
      }
    } while (moved);
    through.release(nowMicros);
  }

  /** When {@link #release} has something to do next; {@link Long#MAX_VALUE} for not by itself. */
  public long dueMicros(long nowMicros) {
    long due = through.dueMicros();
    for (Synchroniser.Source source : synchroniser.all()) {
      long video = source.video().dueMicros();
      boolean held = splice.agreed() && source.name().equals(splice.armed());
      due = Math.min(due, held && video <= nowMicros ? seamEnd() : video);
      due = Math.min(due, sound.dueMicros(source, nowMicros));
    }
    return due;
  }

  /**
   * Asks for a cut to the target's first keyframe captured at or after {@code fromMicros}.
   *
   * @param untilMicros the cut is aborted if there was none by then
   * @param audio whose sound is heard from then on
   */
  public void cut(
      String target,
      long fromMicros,
      long untilMicros,
      long nowMicros,
      AudioChoice audio,
      CutListener listener) {
    if (splice.agreed()) {
      sound.takeBack();
    }
    abort("replaced");
    sound.arm(audio);
    cutListener = listener;
    splice.arm(target, fromMicros, untilMicros);
    holdStill();
    Synchroniser.Source line = synchroniser.get(target);
    if (line != null) {
      line.video()
          .forEach(
              held -> arrived(target, held.frame().keyframe(), held.captureMicros(), nowMicros));
    }
  }

  /**
   * The signal on air is lost: cuts to the target's first keyframe captured after what left last,
   * and that may have gone by already, so that its pictures since then leave at once.
   */
  public void failOver(
      String target, long untilMicros, long nowMicros, AudioChoice audio, CutListener listener) {
    Synchroniser.Source line = synchroniser.get(target);
    if (line != null) {
      line.video().putBack(line.passing().since(splice.sentMicros()));
    }
    cut(target, splice.sentMicros() + 1, untilMicros, nowMicros, audio, listener);
    release(nowMicros);
  }

  /** What is on air stays; the sound changes now. Nothing while the slate is on air. */
  public void choose(AudioChoice audio, long nowMicros) {
    if (splice.onAir() != null && !splice.agreed()) {
      sound.arm(audio);
      sound.agree(
          splice.onAir(), splice.onAir(), nowMicros, nowMicros + synchroniser.latencyMicros());
    }
  }

  /** Gives up a cut that has no frame yet; false if there is none such. */
  public boolean giveUp() {
    boolean open = splice.armed() != null && !splice.agreed();
    if (open) {
      abort("cancelled");
    }
    return open;
  }

  /** The sound of a signal without pictures is heard from a capture on, until one is shown. */
  public void hear(String source, long captureMicros, long nowMicros) {
    sound.begin(source, captureMicros, nowMicros);
  }

  /** Whether a cut that was asked for has not taken place yet. */
  public boolean cutting() {
    return splice.armed() != null;
  }

  /** Which signals are alive. */
  public Pulse pulse() {
    return pulse;
  }

  /** The signal on air, or {@link Slate#NAME}. */
  public String onAir() {
    return splice.onAir() == null ? Slate.NAME : splice.onAir();
  }

  /** Whether somebody sees or hears this signal, or will by a cut that is under way. */
  public boolean shows(String source) {
    return source.equals(splice.onAir()) || source.equals(splice.armed()) || sound.takes(source);
  }

  /** The signal that is heard now; null for silence. */
  public String heard(long nowMicros) {
    return sound.heard(nowMicros);
  }

  /** The signal whose sound is carried, or will be by a cut that has its frame; null for none. */
  public String soundOf() {
    return sound.source();
  }

  /** The signal whose sound is chosen apart from the picture; null where it follows it. */
  public String soundApart() {
    return sound.apart();
  }

  /** Since when, in table time. */
  public long sinceMicros() {
    return splice.sinceMicros();
  }

  /** L: from capture to leaving, for the slowest frame in a thousand of any signal. */
  public long latencyMicros() {
    return synchroniser.latencyMicros();
  }

  /**
   * The signal whose keyframe is wanted now: a cut's target, else the one on air or to return; null
   * for none.
   */
  public String keyframeSource() {
    return splice.armed() != null ? splice.armed() : splice.wanted();
  }

  /** The codec of its pictures. */
  public Codec codec() {
    return codec;
  }

  /** The program's clock. */
  public ProgramClock clock() {
    return clock;
  }

  /** The last packets of a track, for retransmission. */
  public PacketHistory history(Codec codec) {
    return sender.history(codec);
  }

  private void arrived(String source, boolean keyframe, long captureMicros, long nowMicros) {
    if (splice.onArrival(source, keyframe, captureMicros, nowMicros)) {
      holdStill();
      sound.agree(
          source, splice.wanted(), captureMicros, captureMicros + synchroniser.latencyMicros());
    }
  }

  private void holdStill() {
    if (splice.armed() == null) {
      synchroniser.letGo();
    } else {
      synchroniser.hold(splice.onAir(), splice.armed(), splice.agreed());
    }
  }

  private boolean releaseVideo(Synchroniser.Source source, long nowMicros) {
    boolean moved = false;
    for (DelayLine.Held held = source.video().due(nowMicros);
        held != null;
        held = source.video().due(nowMicros)) {
      CodedFrame frame = held.frame();
      boolean armed = splice.armed() != null;
      Splice.Verdict verdict =
          splice.onDue(
              source.name(), frame.keyframe(), held.captureMicros(), passed(nowMicros), nowMicros);
      switch (verdict) {
        case HOLD -> {
          return moved;
        }
        case DROP -> source.passing().add(source.video().take(), nowMicros);
        case SEND -> {
          source.video().take();
          sender.video(frame, held.captureMicros(), source.name());
        }
        case SEND_FIRST -> {
          source.video().take();
          source.passing().clear();
          sender.video(frame, held.captureMicros(), source.name());
          first(source.name(), held.captureMicros(), armed && splice.armed() == null, nowMicros);
        }
      }
      moved = true;
    }
    return moved;
  }

  private void first(String source, long captureMicros, boolean cut, long nowMicros) {
    if (cut) {
      CutListener listener = cutListener;
      cutListener = null;
      listener.switched(captureMicros);
    } else {
      sound.begin(source, captureMicros, nowMicros);
    }
  }

  private void showSlate(long nowMicros) {
    long leaving = nowMicros - synchroniser.latencyMicros();
    while (slate.due(leaving) && splice.onSlate(slate.captureMicros())) {
      long capture = slate.captureMicros();
      sender.video(slate.next(), capture, Slate.NAME);
    }
  }

  /** Capture with which the slate begins now: as if it had come through the delay line. */
  private long slateFrom(long nowMicros) {
    return Math.max(nowMicros - synchroniser.latencyMicros(), splice.sentMicros() + 1);
  }

  /** Whether what is on air has sent all that it captured before the agreed frame. */
  private boolean passed(long nowMicros) {
    if (!splice.agreed()) {
      return false;
    }
    Synchroniser.Source old = synchroniser.get(splice.onAir());
    return old == null || nowMicros >= seamEnd() || old.video().passed(splice.agreedMicros());
  }

  /** When the last frame captured before the agreed one must have left. */
  private long seamEnd() {
    return splice.agreed() ? splice.agreedMicros() + synchroniser.latencyMicros() : Long.MAX_VALUE;
  }

  private void abort(String reason) {
    splice.disarm();
    CutListener listener = cutListener;
    cutListener = null;
    if (listener != null) {
      listener.aborted(reason);
    }
  }
}
