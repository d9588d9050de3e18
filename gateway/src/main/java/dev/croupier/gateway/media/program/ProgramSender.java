package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.codec.Vp8Packetizer;
import java.util.function.Consumer;

/**
 * Puts what a program shows into its own packets, its own sequence and its history. The table's
 * event loop.
 */
final class ProgramSender {
  private static final int VIDEO_HISTORY = 4_096;
  private static final int AUDIO_HISTORY = 512;

  private final ProgramClock clock;
  private final Consumer<ProgramFrame> output;
  private final H264Packetizer h264 = new H264Packetizer(FramePart.MAX_PAYLOAD);
  private final Vp8Packetizer vp8 = new Vp8Packetizer(FramePart.MAX_PAYLOAD);
  private final PacketHistory videoHistory = new PacketHistory(VIDEO_HISTORY);
  private final PacketHistory audioHistory = new PacketHistory(AUDIO_HISTORY);
  private long videoSequence;
  private long audioSequence;
  private int pictureId;
  private long lastVideoRtp = Long.MIN_VALUE;
  private int keyframeBytes;
  private Begun begun;

  /** A picture of which parts have left, and its end has not. */
  private static final class Begun {
    private final String source;
    private final long sourceRtp;
    private final long captureMicros;
    private final long rtp;
    private final long firstSequence;
    private final int pictureId;
    private int packets;

    private Begun(
        String source,
        FramePart first,
        long captureMicros,
        long rtp,
        long firstSequence,
        int pictureId) {
      this.source = source;
      this.sourceRtp = first.rtpTime();
      this.captureMicros = captureMicros;
      this.rtp = rtp;
      this.firstSequence = firstSequence;
      this.pictureId = pictureId;
    }

    private boolean is(String name, long rtpTime) {
      return source.equals(name) && sourceRtp == rtpTime;
    }
  }

  ProgramSender(ProgramClock clock, int firstSequence, Consumer<ProgramFrame> output) {
    this.clock = clock;
    this.videoSequence = firstSequence;
    this.audioSequence = firstSequence;
    this.pictureId = firstSequence;
    this.output = output;
  }

  /**
   * Sends the next packets of a picture that is not complete, at {@code P(capture)}. One that is
   * not the next of what was begun is left: it comes with the whole picture.
   */
  void part(FramePart part, long captureMicros, String source) {
    if (part.from() == 0) {
      abandon();
      long rtp = nextRtp(part.codec(), captureMicros);
      int id = part.codec() == Codec.VP8 ? pictureId++ : 0;
      begun = new Begun(source, part, captureMicros, rtp, videoSequence, id);
    } else if (begun == null || !begun.is(source, part.rtpTime()) || begun.packets != part.from()) {
      return;
    }
    byte[][] payloads =
        part.codec() == Codec.VP8
            ? vp8.behindDescriptors(part.pieces(), part.from() == 0, begun.pictureId)
            : part.pieces();
    ProgramFrame out =
        ProgramFrame.part(
            part,
            begun.captureMicros,
            begun.rtp,
            videoSequence,
            payloads,
            source,
            Math.max(part.keyframe() ? keyframeBytes : 0, part.bytes()));
    begun.packets += payloads.length;
    videoSequence += payloads.length;
    videoHistory.add(out);
    output.accept(out);
  }

  /** Sends a picture at {@code P(capture)}, or the rest of one that was begun. */
  void video(CodedFrame frame, long captureMicros, String source) {
    if (begun != null && begun.is(source, frame.rtpTime())) {
      Begun first = begun;
      begun = null;
      send(frame, first.captureMicros, first.rtp, first.firstSequence, cut(frame, first), source);
      return;
    }
    abandon();
    long rtp = nextRtp(frame.codec(), captureMicros);
    send(frame, captureMicros, rtp, videoSequence, payloads(frame), source);
  }

  /** The rest of a picture will not come: if it was begun, it is left as it is. */
  void abandon(String source, long sourceRtp) {
    if (begun != null && begun.is(source, sourceRtp)) {
      abandon();
    }
  }

  /** What follows leaves out a number, so that nobody takes the beginning for a picture. */
  private void abandon() {
    if (begun != null) {
      begun = null;
      videoSequence++;
    }
  }

  private void send(
      CodedFrame frame, long capture, long rtp, long first, byte[][] payloads, String source) {
    ProgramFrame out =
        new ProgramFrame(
            frame.codec(), frame.keyframe(), capture, rtp, first, payloads, frame.data(), source);
    if (frame.keyframe()) {
      keyframeBytes = out.payloadBytes();
    }
    videoSequence = first + payloads.length;
    videoHistory.add(out);
    output.accept(out);
  }

  /** A publisher that took its name over may place its first frame within the last tick. */
  private long nextRtp(Codec codec, long captureMicros) {
    lastVideoRtp = Math.max(lastVideoRtp + 1, clock.at(codec, captureMicros));
    return lastVideoRtp;
  }

  private byte[][] cut(CodedFrame frame, Begun first) {
    return frame.codec() == Codec.VP8
        ? vp8.cut(frame.data(), first.pictureId)
        : h264.cut(frame.data());
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
