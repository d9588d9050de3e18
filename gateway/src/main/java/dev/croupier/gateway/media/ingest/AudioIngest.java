package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.OpusDepacketizer;
import dev.croupier.gateway.media.rtp.RtpView;

/**
 * The audio of one publish: Opus packets in order, on table time. A lost one is not waited for
 * long: the player's concealment is better than a late packet. The publishing session's event loop.
 */
public final class AudioIngest {
  private static final long WAIT_MICROS = 40_000;

  private final FrameListener listener;
  private final SourceClock clock;
  private final PacketLine line = new PacketLine(RepairWait.fixed(WAIT_MICROS));

  /** An ingest for a new publish. */
  public AudioIngest(FrameListener listener, SourceClock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** A packet of the publisher; copied. */
  public void packet(RtpView packet, long arrivalMicros) {
    line.insert(packet, arrivalMicros);
    drain(arrivalMicros);
  }

  /** A sender report of this track. */
  public void senderReport(long rtpTime, long ntpMicros) {
    if (line.started()) {
      clock.onSenderReport(Codec.OPUS, line.nearest(rtpTime), ntpMicros);
    }
  }

  /** Time has passed; at least every 20 ms. */
  public void tick(long nowMicros) {
    drain(nowMicros);
  }

  private void drain(long nowMicros) {
    for (RtpView view = line.poll(nowMicros); view != null; view = line.poll(nowMicros)) {
      CodedFrame frame =
          OpusDepacketizer.frame(
              view.buffer(), view.payloadOffset(), view.payloadLength(), line.rtpTime());
      if (frame != null) {
        listener.frame(frame, clock.captureMicros(Codec.OPUS, line.rtpTime(), nowMicros));
      }
    }
  }
}
