package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.Rtx;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import java.util.function.LongConsumer;

/**
 * One track that a publisher sends: sequence, timestamps on table time, what was sent lately. One
 * thread: a transport's event loop, where there is one.
 */
final class OutgoingTrack {
  private static final int HISTORY = 2_048;
  private static final int BUFFER_BYTES = 1_600;

  /** Where packets go; the buffer is the way's own during the call, and has room behind them. */
  interface Way {
    /** Sends an RTP packet. */
    void sendRtp(byte[] buffer, int offset, int length);

    /** Sends a compound RTCP packet. */
    void sendRtcp(byte[] buffer, int offset, int length);

    /** The next packet is the last one of the frame that was captured then. */
    void lastOfFrame(long captureMicros);

    /**
     * The way by a session's transport.
     *
     * @param lastOfFrame hears of each frame's last packet
     */
    static Way by(PeerTransport transport, LongConsumer lastOfFrame) {
      return new Way() {
        @Override
        public void sendRtp(byte[] buffer, int offset, int length) {
          transport.sendRtp(buffer, offset, length);
        }

        @Override
        public void sendRtcp(byte[] buffer, int offset, int length) {
          transport.sendRtcp(buffer, offset, length);
        }

        @Override
        public void lastOfFrame(long captureMicros) {
          lastOfFrame.accept(captureMicros);
        }
      };
    }
  }

  private record Sent(
      long sequence,
      boolean marker,
      long rtpTime,
      long captureMicros,
      long captureNtp,
      byte[] payload) {}

  private final Way way;
  private final PacedLine line;
  private final RtpHeaderWriter header;
  private final int payloadType;
  private final long ssrc;
  private final int rtxPayloadType;
  private final long rtxSsrc;
  private final int clockRate;
  private final long rtpBase;
  private final String cname;
  private final Sent[] history = new Sent[HISTORY];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final RtcpWriter rtcp = new RtcpWriter();
  private long sequence;
  private long rtxSequence;
  private long packets;
  private long octets;

  OutgoingTrack(
      Way way,
      PacedLine line,
      RtpHeaderWriter header,
      int payloadType,
      long ssrc,
      int rtxPayloadType,
      long rtxSsrc,
      int clockRate,
      long rtpBase,
      long firstSequence,
      String cname) {
    this.way = way;
    this.line = line;
    this.header = header;
    this.payloadType = payloadType;
    this.ssrc = ssrc;
    this.rtxPayloadType = rtxPayloadType;
    this.rtxSsrc = rtxSsrc;
    this.clockRate = clockRate;
    this.rtpBase = rtpBase;
    this.sequence = firstSequence;
    this.cname = cname;
  }

  long ssrc() {
    return ssrc;
  }

  /** The track's RTP time at a moment of table time. */
  long rtpTime(long tableMicros) {
    return rtpBase + Math.floorDiv(tableMicros * (clockRate / 1000), 1000);
  }

  /** Sends pictures at this rate from now on, bits a second; 0: each frame at once. */
  void pace(long bitsPerSecond) {
    line.rate(bitsPerSecond);
  }

  /** Sends nothing more, not even what waits. */
  void close() {
    line.close();
  }

  /** Sends a frame's payloads, each when its time comes. */
  void send(byte[][] payloads, long captureMicros, boolean marker) {
    long rtp = rtpTime(captureMicros);
    long ntp = NtpTime.fromMicros(captureMicros);
    for (int i = 0; i < payloads.length; i++) {
      Sent sent =
          new Sent(
              sequence,
              marker && i == payloads.length - 1,
              rtp,
              captureMicros,
              i == 0 ? ntp : RtpHeaderWriter.NO_CAPTURE_TIME,
              payloads[i]);
      sequence++;
      line.add(payloads[i].length, () -> write(sent));
    }
  }

  /**
   * Answers a NACK, by a retransmission stream (RFC 4588): SRTP never sends a sequence number
   * twice. It goes before what waits.
   */
  void resend(int wanted) {
    long unwrapped = sequence + (short) (wanted - (int) sequence);
    Sent sent = unwrapped < 0 ? null : history[(int) (unwrapped & (HISTORY - 1))];
    if (sent == null || sent.sequence() != unwrapped || rtxPayloadType < 0) {
      return;
    }
    line.addRepeat(sent.payload().length, () -> writeAgain(sent));
  }

  /** Sends a sender report. */
  void report(long nowMicros) {
    rtcp.start(buffer, 0)
        .senderReport(ssrc, NtpTime.fromMicros(nowMicros), rtpTime(nowMicros), packets, octets)
        .cname(ssrc, cname);
    way.sendRtcp(buffer, 0, rtcp.length());
  }

  private void write(Sent sent) {
    history[(int) (sent.sequence() & (HISTORY - 1))] = sent;
    packets++;
    octets += sent.payload().length;
    if (sent.marker()) {
      way.lastOfFrame(sent.captureMicros());
    }
    int length =
        header.write(
            buffer,
            0,
            sent.marker(),
            payloadType,
            sent.sequence(),
            sent.rtpTime(),
            ssrc,
            sent.captureNtp(),
            0);
    System.arraycopy(sent.payload(), 0, buffer, length, sent.payload().length);
    way.sendRtp(buffer, 0, length + sent.payload().length);
  }

  private void writeAgain(Sent sent) {
    int length =
        header.write(
            buffer,
            0,
            sent.marker(),
            rtxPayloadType,
            rtxSequence++,
            sent.rtpTime(),
            rtxSsrc,
            sent.captureNtp(),
            0);
    buffer[length] = (byte) (sent.sequence() >> 8);
    buffer[length + 1] = (byte) sent.sequence();
    System.arraycopy(sent.payload(), 0, buffer, length + Rtx.OSN_BYTES, sent.payload().length);
    way.sendRtp(buffer, 0, length + Rtx.OSN_BYTES + sent.payload().length);
  }
}
