package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.ReceiverStatistics;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.Rtx;
import dev.croupier.gateway.media.rtp.SequenceUnwrapper;
import dev.croupier.gateway.media.rtp.TimestampUnwrapper;
import dev.croupier.gateway.media.webrtc.SdpStream;
import java.util.Arrays;

/**
 * One stream as a viewer receives it: its statistics, order, and retransmissions. The transport's
 * event loop.
 *
 * <p>A retransmission is known by its payload type, or, where it was not agreed, by having been
 * asked for; it counts as lost at its first sending, and as recovered.
 */
final class WhepPlayerTrack implements WhepReports.Reported {
  /** Hears a stream's payloads in order; their bytes are valid during the call only. */
  interface Output {
    /** The next packet's payload. */
    void payload(
        byte[] b,
        int offset,
        int length,
        long rtpTime,
        boolean marker,
        long captureMicros,
        long nowMicros);

    /** Packets before the next payload are lost for good. */
    void lost();

    /** A sender report of this stream; {@code rtpTime} is the low 32 bits of its line. */
    default void senderReport(long ntp, long rtpTime, long nowMicros) {}
  }

  private static final long NO_SSRC = -1;

  /** A missing packet is waited for this long where it can be asked for: 500 ms. */
  private static final long GIVE_UP_MICROS = 500_000;

  /** … and this long where it can only be late: 100 ms. */
  private static final long LATE_MICROS = 100_000;

  private final SdpStream stream;
  private final Output output;
  private final RtpView inner = new RtpView();
  private final long[] asked = new long[WhepPlayerOrder.MAX_ASKED];
  private long ssrc = NO_SSRC;
  private ReceiverStatistics statistics;
  private SequenceUnwrapper sequences;
  private TimestampUnwrapper timestamps;
  private WhepPlayerOrder order;
  private WhepPacketLine line;
  private long recovered;
  private long gaps;

  WhepPlayerTrack(SdpStream stream, Output output) {
    this.stream = stream;
    this.output = output;
  }

  /** Takes a packet in; false if it belongs to another stream. */
  boolean packet(RtpView view, long nowMicros) {
    int payloadType = view.payloadType();
    if (payloadType == stream.payloadType()) {
      first(view, nowMicros);
      return true;
    }
    if (payloadType == stream.rtxPayloadType() && stream.rtxPayloadType() >= 0) {
      again(view, nowMicros);
      return true;
    }
    return false;
  }

  /** Gives up what is overdue, and asks for what is missing; false if nothing waits. */
  boolean turn(RtcpWriter writer, long sender, long nowMicros) {
    if (order == null || !order.waits()) {
      return false;
    }
    drain(nowMicros);
    if (stream.nack()) {
      int count = order.toAskFor(nowMicros, asked);
      if (count > 0) {
        writer.nack(sender, ssrc, asked, count);
      }
    }
    return order.waits();
  }

  /** Whether packets wait behind a hole. */
  boolean waits() {
    return order != null && order.waits();
  }

  @Override
  public long ssrc() {
    return ssrc;
  }

  @Override
  public void senderReport(long from, long ntp, long rtpTime, long nowMicros) {
    if (from == ssrc) {
      statistics.senderReport(ntp, nowMicros);
      output.senderReport(ntp, rtpTime, nowMicros);
    }
  }

  @Override
  public void report(RtcpWriter writer, long nowMicros) {
    if (ssrc != NO_SSRC && statistics.started()) {
      statistics.report(writer, ssrc, nowMicros);
    }
  }

  /** What it counted. */
  WhepPlayerFigures.Stream figures() {
    if (ssrc == NO_SSRC) {
      return WhepPlayerFigures.Stream.NONE;
    }
    return new WhepPlayerFigures.Stream(
        line.unique(),
        line.missing(),
        recovered,
        order.givenUp(),
        order.nacked(),
        statistics.jitter() * 1_000_000 / stream.codec().clockRate(),
        line.duplicates(),
        line.reordered(),
        gaps);
  }

  private void first(RtpView view, long nowMicros) {
    if (view.ssrc() != ssrc) {
      begin(view.ssrc());
    }
    long sequence = sequences.unwrap(view.sequence());
    if (stream.rtxPayloadType() < 0 && order.wasAskedFor(sequence)) {
      recovered++;
    } else if (!statistics.packet(view.sequence(), view.timestamp(), nowMicros)
        || !line.take(sequence)) {
      return;
    }
    take(view, sequence, nowMicros);
  }

  private void again(RtpView view, long nowMicros) {
    int offset = view.offset() + Rtx.OSN_BYTES;
    int length = view.length() - Rtx.OSN_BYTES;
    byte[] b = view.buffer();
    if (ssrc == NO_SSRC
        || !Rtx.unwrapInPlace(view, ssrc, stream.payloadType())
        || inner.wrap(b, offset, length) != RtpView.Verdict.OK) {
      return;
    }
    long sequence = sequences.unwrap(inner.sequence());
    if (order.wasAskedFor(sequence)) {
      recovered++;
      take(inner, sequence, nowMicros);
    }
  }

  private void take(RtpView view, long sequence, long nowMicros) {
    long rtpTime = timestamps.unwrap(view.timestamp());
    if (order.isNext(sequence)) {
      order.skip(sequence, nowMicros);
      output.payload(
          view.buffer(),
          view.payloadOffset(),
          view.payloadLength(),
          rtpTime,
          view.marker(),
          capture(view),
          nowMicros);
      return;
    }
    byte[] payload =
        Arrays.copyOfRange(
            view.buffer(), view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    order.insert(
        new WhepPlayerOrder.Packet(sequence, rtpTime, view.marker(), capture(view), payload),
        nowMicros);
    drain(nowMicros);
  }

  private void drain(long nowMicros) {
    WhepPlayerOrder.Packet packet = order.poll(nowMicros);
    while (packet != null) {
      if (order.takeLost() > 0) {
        gaps++;
        output.lost();
      }
      byte[] payload = packet.payload();
      output.payload(
          payload,
          0,
          payload.length,
          packet.rtpTime(),
          packet.marker(),
          packet.captureMicros(),
          nowMicros);
      packet = order.poll(nowMicros);
    }
  }

  /** A new source: its numbers have nothing to do with those before. */
  private void begin(long source) {
    if (ssrc != NO_SSRC) {
      output.lost();
    }
    ssrc = source;
    statistics = new ReceiverStatistics(stream.codec().clockRate());
    sequences = new SequenceUnwrapper();
    timestamps = new TimestampUnwrapper();
    line = new WhepPacketLine();
    order = new WhepPlayerOrder(stream.nack() ? GIVE_UP_MICROS : LATE_MICROS);
  }

  private long capture(RtpView view) {
    int id = stream.captureTimeId();
    return id != 0 && view.extensionLength(id) >= Long.BYTES
        ? NtpTime.toMicros(Bytes.u64(view.buffer(), view.extensionOffset(id)))
        : ReceivedFrame.NO_CAPTURE_TIME;
  }
}
