package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.codec.Vp8Packetizer;
import java.util.function.Consumer;

/**
 * Puts what a program shows into its own packets, its own sequence and its history. The table's
 * event loop.
 */
final class ProgramSender {
  /**
   * Most bytes of an RTP payload, so that header, extensions, RTX's OSN and SRTP's tag stay within
   * 1,200.
   */
  static final int MAX_PAYLOAD = 1_140;

  private static final int VIDEO_HISTORY = 4_096;
  private static final int AUDIO_HISTORY = 512;

  private final ProgramClock clock;
  private final Consumer<ProgramFrame> output;
  private final H264Packetizer h264 = new H264Packetizer(MAX_PAYLOAD);
  private final Vp8Packetizer vp8 = new Vp8Packetizer(MAX_PAYLOAD);
  private final PacketHistory videoHistory = new PacketHistory(VIDEO_HISTORY);
  private final PacketHistory audioHistory = new PacketHistory(AUDIO_HISTORY);
  private long videoSequence;
  private long audioSequence;
  private int pictureId;
  private long lastVideoRtp = Long.MIN_VALUE;

  ProgramSender(ProgramClock clock, int firstSequence, Consumer<ProgramFrame> output) {
    this.clock = clock;
    this.videoSequence = firstSequence;
    this.audioSequence = firstSequence;
    this.pictureId = firstSequence;
    this.output = output;
  }

  /** Sends a picture at {@code P(capture)}. */
  void video(CodedFrame frame, long captureMicros, String source) {
    // A publisher that took its name over may place its first frame within the last tick.
    long rtp = Math.max(lastVideoRtp + 1, clock.at(frame.codec(), captureMicros));
    lastVideoRtp = rtp;
    byte[][] payloads = payloads(frame);
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

  /**
   * VP8's picture id is the program's own, as its sequence is: decoders take a jump of it for loss.
   */
  private byte[][] payloads(CodedFrame frame) {
    return frame.codec() == Codec.VP8
        ? vp8.packetize(frame.data(), pictureId++)
        : h264.packetize(frame.data());
  }

  /** Sends a packet of sound at an RTP time. */
  void audio(byte[] packet, long rtp, String source) {
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

  /** The last packets of a track. */
  PacketHistory history(Codec codec) {
    return codec.video() ? videoHistory : audioHistory;
  }
}
