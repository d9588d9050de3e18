package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.H264Depacketizer;
import dev.croupier.gateway.media.codec.H264FrameListener;
import dev.croupier.gateway.media.codec.H264Sps;
import dev.croupier.gateway.media.codec.VideoDepacketizer;
import dev.croupier.gateway.media.codec.Vp8Depacketizer;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.List;

/**
 * The video of one publish: puts its packets in order, has lost ones sent again, and makes complete
 * frames on table time. The publishing session's event loop.
 */
public final class VideoIngest {
  /** A lost packet is waited for this long before its frame is given up. */
  public static final long WAIT_MICROS = 120_000;

  private static final int MAX_NACK = 256;

  private final Codec codec;
  private final FrameListener listener;
  private final SourceClock clock;
  private final Upstream upstream;
  private final PacketLine line;
  private final VideoDepacketizer depacketizer;
  private final long[] missing = new long[MAX_NACK];
  private int missingCount;
  private long nowMicros;
  private boolean refused;
  private long arrivingRtp;
  private long arrivingMicros = SourceClock.UNKNOWN;

  /** An ingest for a new publish whose lost packets can be asked for. */
  public VideoIngest(Codec codec, FrameListener listener, SourceClock clock, Upstream upstream) {
    this(codec, listener, clock, upstream, WAIT_MICROS);
  }

  /**
   * An ingest for a new publish.
   *
   * @param codec H264 or VP8
   * @param waitMicros how long a lost packet is waited for
   */
  public VideoIngest(
      Codec codec, FrameListener listener, SourceClock clock, Upstream upstream, long waitMicros) {
    this.codec = codec;
    this.listener = listener;
    this.clock = clock;
    this.upstream = upstream;
    this.line = new PacketLine(waitMicros);
    this.depacketizer =
        codec == Codec.VP8
            ? new Vp8Depacketizer(new OfVp8(), H264Depacketizer.DEFAULT_MAX_FRAME_BYTES)
            : new H264Depacketizer(new OfH264());
    if (listener.cutsThrough()) {
      depacketizer.cutThrough();
    }
  }

  /** Parameter sets of the offer ({@code sprop-parameter-sets}); only H.264 has them. */
  public void parameterSets(List<byte[]> nals) {
    if (depacketizer instanceof H264Depacketizer h264) {
      h264.parameterSets(nals);
    }
  }

  /** A packet of the publisher; copied. */
  public void packet(RtpView packet, long arrivalMicros) {
    nowMicros = arrivalMicros;
    if (line.insert(packet)) {
      depacketizer.reset();
    }
    if (line.took() && packet.payloadLength() > 0) {
      listener.packet(arrivalMicros);
    }
    drain();
  }

  /** A sender report of this track (RFC 3550 section 6.4.1). */
  public void senderReport(long rtpTime, long ntpMicros) {
    if (line.started()) {
      clock.onSenderReport(codec, line.nearest(rtpTime), ntpMicros);
    }
  }

  /** Time has passed; at least every 20 ms. */
  public void tick(long now) {
    nowMicros = now;
    drain();
  }

  private void drain() {
    for (RtpView view = line.poll(nowMicros); view != null; view = line.poll(nowMicros)) {
      if (line.takeLost()) {
        depacketizer.lost();
        listener.broken();
      }
      depacketizer.packet(
          view.buffer(), view.payloadOffset(), view.payloadLength(), line.rtpTime(), view.marker());
    }
    missingCount = 0;
    line.missing(
        nowMicros,
        sequence -> {
          if (missingCount < MAX_NACK) {
            missing[missingCount++] = sequence;
          }
        });
    if (missingCount > 0) {
      upstream.nack(missing, missingCount);
    }
  }

  private void complete(CodedFrame frame) {
    if (!refused) {
      long capture = clock.captureMicros(codec, frame.rtpTime(), nowMicros);
      // What has left of it says so already.
      boolean begun = arrivingMicros != SourceClock.UNKNOWN && frame.rtpTime() == arrivingRtp;
      listener.frame(frame, begun ? arrivingMicros : capture);
    }
  }

  private void unfinished() {
    listener.unfinished();
    listener.broken();
  }

  private void arriving(FramePart part) {
    if (part.from() == 0) {
      arrivingRtp = part.rtpTime();
      arrivingMicros = clock.arrivingMicros(codec, arrivingRtp, nowMicros);
    }
    if (!refused && arrivingMicros != SourceClock.UNKNOWN) {
      listener.part(part, arrivingMicros);
    }
  }

  private final class OfVp8 implements Vp8Depacketizer.Listener {
    @Override
    public void frame(CodedFrame frame) {
      complete(frame);
    }

    @Override
    public void part(FramePart part) {
      arriving(part);
    }

    @Override
    public void parametersChanged(int width, int height, int version) {
      listener.parameters(width, height, FrameListener.VP8_PROFILE + version);
    }

    @Override
    public void dropped(long rtpTime) {
      unfinished();
    }
  }

  private final class OfH264 implements H264FrameListener {
    @Override
    public void frame(CodedFrame frame) {
      complete(frame);
    }

    @Override
    public void part(FramePart part) {
      arriving(part);
    }

    @Override
    public void parametersChanged(H264Sps sps) {
      listener.parameters(sps.width(), sps.height(), sps.profileLevel().toString());
    }

    @Override
    public void dropped(long rtpTime, Drop reason) {
      unfinished();
    }

    @Override
    public void bFrames(long rtpTime) {
      if (!refused) {
        refused = true;
        listener.refused("b_frames");
      }
    }
  }
}
