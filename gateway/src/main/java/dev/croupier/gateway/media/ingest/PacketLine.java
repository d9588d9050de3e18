package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.SequenceUnwrapper;
import dev.croupier.gateway.media.rtp.TimestampUnwrapper;
import java.util.function.LongConsumer;

/**
 * The packets of one track of a publish, in order and on unwrapped RTP time, whatever their SSRC.
 * The publishing session's event loop.
 */
final class PacketLine {
  private final long waitMicros;
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  private final RtpView view = new RtpView();
  private ReorderBuffer order;
  private long ssrc = -1;
  private long rtpTime;
  private boolean took;

  /**
   * An empty line.
   *
   * @param waitMicros how long a lost packet is waited for
   */
  PacketLine(long waitMicros) {
    this.waitMicros = waitMicros;
    this.order = new ReorderBuffer(waitMicros);
  }

  /**
   * Takes a copy of a packet in.
   *
   * @return whether it begins another source: a publisher that changes its SSRC in mid-stream
   *     begins a new sequence (RFC 3550 section 8.2)
   */
  boolean insert(RtpView packet) {
    boolean another = ssrc >= 0 && ssrc != packet.ssrc();
    if (another) {
      sequences.reset();
      timestamps.reset();
      order = new ReorderBuffer(waitMicros);
    }
    ssrc = packet.ssrc();
    byte[] copy = new byte[packet.length()];
    System.arraycopy(packet.buffer(), packet.offset(), copy, 0, copy.length);
    took = order.insert(sequences.unwrap(packet.sequence()), copy);
    return another;
  }

  /** Whether the packet that came last is of use: no repeat, not too late, not far off the line. */
  boolean took() {
    return took;
  }

  /** The next packet in order, or null; the view is valid until the next call. */
  RtpView poll(long nowMicros) {
    byte[] packet = order.poll(nowMicros);
    if (packet == null) {
      return null;
    }
    view.wrap(packet, 0, packet.length);
    rtpTime = timestamps.unwrap(view.timestamp());
    return view;
  }

  /** Unwrapped RTP time of the packet polled last. */
  long rtpTime() {
    return rtpTime;
  }

  /** The unwrapped RTP time nearest to the packet polled last that has these low 32 bits. */
  long nearest(long wrapped) {
    return rtpTime + (int) (wrapped - rtpTime);
  }

  /** Whether any packet has come. */
  boolean started() {
    return ssrc >= 0;
  }

  /** Whether packets were given up before the one polled last; asking clears it. */
  boolean takeLost() {
    return order.takeLost();
  }

  /** Names the missing packets; see {@link ReorderBuffer#missing}. */
  void missing(long nowMicros, LongConsumer sink) {
    order.missing(nowMicros, sink);
  }
}
