package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.OpusDepacketizer;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.SequenceUnwrapper;
import dev.croupier.gateway.media.rtp.TimestampUnwrapper;

/**
 * The audio of one publish: Opus packets in order, on table time. A lost one is not waited for
 * long: the player's concealment is better than a late packet. The publishing session's event loop.
 */
public final class AudioIngest {
  private static final long WAIT_MICROS = 40_000;

  private final FrameListener listener;
  private final SourceClock clock;
  private ReorderBuffer order = new ReorderBuffer(WAIT_MICROS);
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  private final RtpView view = new RtpView();
  private long ssrc = -1;
  private long highestRtp;

  /** An ingest for a new publish. */
  public AudioIngest(FrameListener listener, SourceClock clock) {
    this.listener = listener;
    this.clock = clock;
  }

  /** A packet of the publisher; copied. */
  public void packet(RtpView packet, long arrivalMicros) {
    if (ssrc != packet.ssrc()) {
      if (ssrc >= 0) {
        sequences.reset();
        timestamps.reset();
        order = new ReorderBuffer(WAIT_MICROS);
      }
      ssrc = packet.ssrc();
    }
    byte[] copy = new byte[packet.length()];
    System.arraycopy(packet.buffer(), packet.offset(), copy, 0, copy.length);
    order.insert(sequences.unwrap(packet.sequence()), copy);
    drain(arrivalMicros);
  }

  /** A sender report of this track. */
  public void senderReport(long rtpTime, long ntpMicros) {
    if (ssrc >= 0) {
      clock.onSenderReport(Codec.OPUS, highestRtp + (int) (rtpTime - highestRtp), ntpMicros);
    }
  }

  /** Time has passed; at least every 20 ms. */
  public void tick(long nowMicros) {
    drain(nowMicros);
  }

  private void drain(long nowMicros) {
    for (byte[] packet = order.poll(nowMicros); packet != null; packet = order.poll(nowMicros)) {
      view.wrap(packet, 0, packet.length);
      long rtp = timestamps.unwrap(view.timestamp());
      highestRtp = rtp;
      CodedFrame frame =
          OpusDepacketizer.frame(packet, view.payloadOffset(), view.payloadLength(), rtp);
      if (frame != null) {
        listener.frame(frame, clock.captureMicros(Codec.OPUS, rtp, nowMicros));
      }
    }
  }
}
