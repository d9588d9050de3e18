package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.codec.Opus;
import java.util.function.Consumer;

/**
 * What a table shows, as one continuous stream: one clock, one sequence a track, one splice for all
 * viewers.
 *
 * <p>Owner: the table's event loop; nothing here blocks or reads a clock. Frames of all signals
 * come in with their capture in table time; those on air go out with {@code P(capture)}.
 */
public final class Program {
  /** How an armed cut ended. Called on the table's event loop, once. */
  public interface CutListener {
    /** The target is on air from the frame captured at this table time. */
    void switched(long agreedCaptureMicros);

    /**
     * The target had no keyframe in its time, another cut replaced this one, or it was taken back.
     */
    void aborted(String reason);
  }

  /**
   * Most bytes of an RTP payload, so that header, extensions, RTX's OSN and SRTP's tag stay within
   * 1,200.
   */
  static final int MAX_PAYLOAD = 1_140;

  private static final int VIDEO_HISTORY = 4_096;
  private static final int AUDIO_HISTORY = 512;
  private static final byte[] SILENCE = Opus.silence(true);
  private static final long AUDIO_STARVED_MICROS = 120_000;

  private final ProgramClock clock;
  private final Splice splice;
  private final AudioLine audioLine;
  private final H264Packetizer packetizer = new H264Packetizer(MAX_PAYLOAD);
  private final Consumer<ProgramFrame> output;
  private final PacketHistory videoHistory = new PacketHistory(VIDEO_HISTORY);
  private final PacketHistory audioHistory = new PacketHistory(AUDIO_HISTORY);

  private Slate slate;
  private int slateIndex;
  private long slateDueMicros;
  private CutListener cutListener;
  private long videoSequence;
  private long audioSequence;
  private long lastVideoRtp = Long.MIN_VALUE;

  /**
   * A program that begins with the slate.
   *
   * @param wanted the signal to show as soon as it has a keyframe; null: the first one that has
   * @param firstSequence where both tracks' sequences begin, 0 … 65,535
   * @param output gets every frame, in order
   */
  public Program(
      ProgramClock clock,
      String wanted,
      long slateAfterMicros,
      int firstSequence,
      long nowMicros,
      Consumer<ProgramFrame> output) {
    this.clock = clock;
    this.splice = new Splice(wanted, slateAfterMicros, nowMicros);
    this.audioLine = new AudioLine(clock, AUDIO_STARVED_MICROS);
    this.videoSequence = firstSequence;
    this.audioSequence = firstSequence;
    this.output = output;
  }

  /** Gives the program its slate; before that nothing is sent while nothing is on air. */
  public void slate(Slate newSlate, long nowMicros) {
    slate = newSlate;
    slateIndex = 0;
    slateDueMicros = nowMicros;
  }

  /** A video frame of a signal. */
  public void video(String source, CodedFrame frame, long captureMicros, long nowMicros) {
    boolean wasArmed = splice.armed() != null;
    switch (splice.onVideo(source, frame.keyframe(), captureMicros, nowMicros)) {
      case DROP -> {}
      case SEND -> send(frame, captureMicros, source);
      case SEND_FIRST -> {
        send(frame, captureMicros, source);
        if (wasArmed && splice.armed() == null) {
          CutListener listener = cutListener;
          cutListener = null;
          listener.switched(captureMicros);
        }
      }
    }
  }

  /** An Opus packet of a signal. */
  public void audio(String source, CodedFrame frame, long captureMicros, long nowMicros) {
    if (!source.equals(splice.onAir())) {
      return;
    }
    int silent = audioLine.place(captureMicros);
    if (silent < 0) {
      return;
    }
    silence(silent);
    sendAudio(frame.data(), source);
  }

  /** The signal lost a frame: what follows cannot be decoded until its next keyframe. */
  public void broken(String source) {
    splice.onBroken(source);
  }

  /** Time has passed; at least every 20 ms. */
  public void tick(long nowMicros) {
    if (splice.expired(nowMicros)) {
      splice.disarm();
      abort("no_keyframe");
    }
    if (splice.onTick(nowMicros)) {
      slateIndex = 0;
      slateDueMicros = nowMicros;
    }
    if (splice.onAir() == null && slate != null) {
      while (slateDueMicros <= nowMicros) {
        CodedFrame frame = slate.frames().get(slateIndex);
        send(frame, slateDueMicros, Slate.NAME);
        slateIndex = (slateIndex + 1) % slate.frames().size();
        slateDueMicros += slate.frameMicros();
        if (nowMicros - slateDueMicros > 1_000_000) {
          slateDueMicros = nowMicros;
        }
      }
    }
    silence(audioLine.starved(nowMicros));
  }

  /**
   * Asks for a cut to the target's first keyframe captured at or after {@code fromMicros}.
   *
   * @param untilMicros the cut is aborted if there was none by then
   */
  public void cut(String target, long fromMicros, long untilMicros, CutListener listener) {
    if (cutListener != null) {
      abort("replaced");
    }
    cutListener = listener;
    splice.arm(target, fromMicros, untilMicros);
  }

  /** The signal on air, or {@link Slate#NAME}. */
  public String onAir() {
    return splice.onAir() == null ? Slate.NAME : splice.onAir();
  }

  /** Since when, in table time. */
  public long sinceMicros() {
    return splice.sinceMicros();
  }

  /**
   * The signal whose keyframe is wanted now: a cut's target, else the one on air or to return; null
   * for none.
   */
  public String keyframeSource() {
    return splice.armed() != null ? splice.armed() : splice.wanted();
  }

  /** The program's clock. */
  public ProgramClock clock() {
    return clock;
  }

  /** The last packets of a track, for retransmission. */
  public PacketHistory history(Codec codec) {
    return codec.video() ? videoHistory : audioHistory;
  }

  private void send(CodedFrame frame, long captureMicros, String source) {
    // A source that is slower than the last one on air begins behind what was sent: never
    // backwards.
    long rtp = Math.max(lastVideoRtp + 1, clock.at(frame.codec(), captureMicros));
    lastVideoRtp = rtp;
    byte[][] payloads = packetizer.packetize(frame.data());
    ProgramFrame out =
        new ProgramFrame(
            frame.codec(),
            frame.keyframe(),
            captureMicros,
            rtp,
            videoSequence,
            payloads,
            frame.data(),
            source);
    videoSequence += payloads.length;
    videoHistory.add(out);
    output.accept(out);
  }

  private void silence(int packets) {
    for (int i = 0; i < packets; i++) {
      sendAudio(SILENCE, Slate.NAME);
    }
  }

  private void sendAudio(byte[] packet, String source) {
    long rtp = audioLine.take();
    ProgramFrame out =
        new ProgramFrame(
            Codec.OPUS,
            true,
            clock.tableMicros(Codec.OPUS, rtp),
            rtp,
            audioSequence,
            new byte[][] {packet},
            packet,
            source);
    audioSequence++;
    audioHistory.add(out);
    output.accept(out);
  }

  private void abort(String reason) {
    CutListener listener = cutListener;
    cutListener = null;
    if (listener != null) {
      listener.aborted(reason);
    }
  }
}
