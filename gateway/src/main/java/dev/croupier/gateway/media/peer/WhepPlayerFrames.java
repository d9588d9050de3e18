package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Depacketizer;
import dev.croupier.gateway.media.codec.H264FrameListener;
import dev.croupier.gateway.media.codec.H264Sps;
import dev.croupier.gateway.media.codec.VideoDepacketizer;
import dev.croupier.gateway.media.codec.Vp8Depacketizer;

/**
 * Makes frames of a viewer's video packets, and knows which of them a decoder could show. The
 * transport's event loop.
 */
final class WhepPlayerFrames implements WhepPlayerTrack.Output {
  /** Hears frames. */
  interface Output {
    /** A complete frame. */
    void frame(ReceivedFrame frame);

    /** Decoding has stopped until the next keyframe. */
    void keyframeNeeded();

    /** The next frame is the first with other parameters. */
    default void parametersChanged(int width, int height) {}

    /** A sender report of the pictures' stream. */
    default void senderReport(long ntp, long rtpTime, long nowMicros) {}
  }

  private final Output output;
  private final VideoDepacketizer depacketizer;
  private Arriving current = new Arriving(Long.MIN_VALUE, 0, 0);
  private Arriving before = current;
  private long nowMicros;
  private boolean decoding;
  private boolean lossBefore;
  private long frames;
  private long keyframes;
  private long undecodable;
  private long incomplete;

  /** A frame whose packets arrive. */
  private record Arriving(long rtpTime, long captureMicros, long firstPacketMicros) {}

  WhepPlayerFrames(Codec codec, Output output) {
    this.output = output;
    this.depacketizer =
        codec == Codec.VP8
            ? new Vp8Depacketizer(new OfVp8(), H264Depacketizer.DEFAULT_MAX_FRAME_BYTES)
            : new H264Depacketizer(new OfH264());
  }

  @Override
  public void payload(
      byte[] b,
      int offset,
      int length,
      long rtpTime,
      boolean marker,
      long captureMicros,
      long now) {
    nowMicros = now;
    if (rtpTime != current.rtpTime()) {
      before = current;
      current = new Arriving(rtpTime, captureMicros, now);
    }
    depacketizer.packet(b, offset, length, rtpTime, marker);
  }

  @Override
  public void lost() {
    // What was lost may have been a whole frame, of which no depacketizer can know.
    stop();
    depacketizer.lost();
  }

  @Override
  public void senderReport(long ntp, long rtpTime, long now) {
    output.senderReport(ntp, rtpTime, now);
  }

  long frames() {
    return frames;
  }

  long keyframes() {
    return keyframes;
  }

  long undecodable() {
    return undecodable;
  }

  long incomplete() {
    return incomplete;
  }

  /** Whether frames can be shown as they come. */
  boolean decoding() {
    return decoding;
  }

  private void complete(CodedFrame frame) {
    frames++;
    if (frame.keyframe()) {
      keyframes++;
      decoding = true;
    }
    if (!decoding) {
      undecodable++;
    }
    Arriving arrived = frame.rtpTime() == current.rtpTime() ? current : before;
    output.frame(
        new ReceivedFrame(
            frame.rtpTime(),
            arrived.captureMicros(),
            arrived.firstPacketMicros(),
            nowMicros,
            frame.keyframe(),
            decoding,
            lossBefore,
            frame.data()));
    lossBefore = false;
  }

  private void dropped() {
    incomplete++;
    stop();
  }

  private void stop() {
    decoding = false;
    lossBefore = true;
    output.keyframeNeeded();
  }

  private final class OfH264 implements H264FrameListener {
    @Override
    public void frame(CodedFrame frame) {
      complete(frame);
    }

    @Override
    public void parametersChanged(H264Sps sps) {
      output.parametersChanged(sps.width(), sps.height());
    }

    @Override
    public void dropped(long rtpTime, Drop reason) {
      WhepPlayerFrames.this.dropped();
    }

    @Override
    public void bFrames(long rtpTime) {
      // They arrive complete like any other; their order of showing is not measured.
    }
  }

  private final class OfVp8 implements Vp8Depacketizer.Listener {
    @Override
    public void frame(CodedFrame frame) {
      complete(frame);
    }

    @Override
    public void parametersChanged(int width, int height, int version) {
      output.parametersChanged(width, height);
    }

    @Override
    public void dropped(long rtpTime) {
      WhepPlayerFrames.this.dropped();
    }
  }
}
