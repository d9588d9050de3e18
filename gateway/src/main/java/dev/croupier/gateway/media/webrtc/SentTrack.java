package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.Rtx;

/**
 * One track of a program as one viewer receives it: its SSRC, payload type, sequence offset and
 * retransmissions. The session's event loop.
 *
 * <p>{@code seqOut = seqProgram + offset}: a late NACK therefore always finds the packet that was
 * meant, whatever has been on air since. A viewer that catches up gets pictures in a sequence and
 * with RTP times of its own ({@link #catchUp}); the offset then is what makes live ones follow.
 */
final class SentTrack {
  /** A repeat of one packet is ignored within this time, 100 ms. */
  private static final long REPEAT_MICROS = 100_000;

  private static final int MAX_TRIES = 3;
  private static final int REMEMBERED = 1_024;
  private static final int BUFFER_BYTES = 1_600;

  /**
   * What the answer says of a track.
   *
   * @param rtxPayloadType or -1 without retransmission streams
   */
  record Shape(
      Codec codec, int payloadType, long ssrc, int rtxPayloadType, long rtxSsrc, String cname) {}

  private final Shape shape;
  private final RtpHeaderWriter header;
  private final PacketHistory history;
  private final PeerTransport transport;
  private final TransportSequence transportSequence;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final RtcpWriter rtcp = new RtcpWriter();
  private final long[] askedSequence = new long[REMEMBERED];
  private final long[] askedAtMicros = new long[REMEMBERED];
  private final int[] tries = new int[REMEMBERED];

  private long sequenceOffset;
  private long highestSent = -1;
  private long lastRtpTime = Long.MIN_VALUE;
  private boolean catchingUp;
  private StampedFrames stamped;
  private long rtxSequence;
  private long packets;
  private long octets;
  private long resent;

  SentTrack(
      Shape shape,
      RtpHeaderWriter header,
      PacketHistory history,
      PeerTransport transport,
      TransportSequence transportSequence,
      long sequenceOffset) {
    this.shape = shape;
    this.header = header;
    this.history = history;
    this.transport = transport;
    this.transportSequence = transportSequence;
    this.sequenceOffset = sequenceOffset;
  }

  /**
   * Sends all packets of a live frame. Where the last frame was stamped later than this one is,
   * this one is next to it.
   */
  void send(ProgramFrame frame) {
    if (catchingUp) {
      catchingUp = false;
      sequenceOffset = highestSent + 1 - frame.firstSequence();
    }
    long rtpTime = nextRtpTime(frame);
    long first = frame.firstSequence() + sequenceOffset;
    if (rtpTime != frame.rtpTime() && stamped != null) {
      stamped.add(frame, first, rtpTime);
    }
    send(frame, 0, frame.payloads().length, first, rtpTime);
  }

  /**
   * Sends packets of a frame that is not live any more, behind what was sent before. Calls for one
   * frame follow each other.
   *
   * @param from index of the first of them
   * @param to index behind the last of them
   * @param rtpTime what it is stamped with
   */
  void catchUp(ProgramFrame frame, int from, int to, long rtpTime, long nowMicros) {
    if (stamped == null) {
      stamped = new StampedFrames();
    }
    catchingUp = true;
    long sequence = highestSent < 0 ? frame.firstSequence() + sequenceOffset : highestSent + 1;
    if (from == 0) {
      stamped.add(frame, sequence, rtpTime);
    }
    stamped.sentAt(nowMicros);
    send(frame, from, to, sequence - from, rtpTime);
  }

  private void send(ProgramFrame frame, int from, int to, long first, long rtpTime) {
    for (int i = from; i < to; i++) {
      write(frame, i, shape.payloadType(), shape.ssrc(), first + i, rtpTime);
      packets++;
      octets += frame.payloads()[i].length;
    }
    highestSent = first + to - 1;
    lastRtpTime = rtpTime;
  }

  /** Answers a NACK of one of our sequence numbers; false if it is not answered. */
  boolean resend(int sequence, long nowMicros) {
    if (highestSent < 0) {
      return false;
    }
    long out = nearest(sequence);
    if (out > highestSent) {
      return false;
    }
    int place = stamped == null ? -1 : stamped.find(out);
    PacketHistory.Entry entry =
        place < 0
            ? history.find(out - sequenceOffset)
            : new PacketHistory.Entry(stamped.frame(place), stamped.index(place, out));
    int slot = (int) (out & (REMEMBERED - 1));
    if (askedSequence[slot] != out) {
      askedSequence[slot] = out;
      tries[slot] = 0;
    } else if (nowMicros - askedAtMicros[slot] < REPEAT_MICROS) {
      return false;
    }
    if (entry == null || tries[slot] >= MAX_TRIES) {
      return false;
    }
    askedAtMicros[slot] = nowMicros;
    tries[slot]++;
    resent++;
    long rtpTime = place < 0 ? entry.frame().rtpTime() : stamped.rtpTime(place);
    if (shape.rtxPayloadType() < 0) {
      write(entry.frame(), entry.index(), shape.payloadType(), shape.ssrc(), out, rtpTime);
      return true;
    }
    byte[] payload = entry.frame().payloads()[entry.index()];
    int length =
        writeHeader(
            entry.frame(),
            entry.index(),
            shape.rtxPayloadType(),
            shape.rtxSsrc(),
            rtxSequence++,
            rtpTime);
    buffer[length] = (byte) (out >> 8);
    buffer[length + 1] = (byte) out;
    System.arraycopy(payload, 0, buffer, length + Rtx.OSN_BYTES, payload.length);
    transport.sendRtp(buffer, 0, length + Rtx.OSN_BYTES + payload.length);
    return true;
  }

  /** Sends a sender report that says where on the program's clock we are. */
  void report(long nowMicros, long rtpNow) {
    if (stamped != null && !catchingUp && stamped.over(nowMicros)) {
      stamped = null;
    }
    rtcp.start(buffer, 0)
        .senderReport(shape.ssrc(), NtpTime.fromMicros(nowMicros), rtpNow, packets, octets)
        .cname(shape.ssrc(), shape.cname());
    transport.sendRtcp(buffer, 0, rtcp.length());
  }

  /** The RTP time, unwrapped, that a live frame would be sent with now. */
  long nextRtpTime(ProgramFrame frame) {
    return Math.max(lastRtpTime + 1, frame.rtpTime());
  }

  /** The track's SSRC. */
  long ssrc() {
    return shape.ssrc();
  }

  /** Packets sent, retransmissions left out. */
  long packets() {
    return packets;
  }

  /** Packets sent again. */
  long resent() {
    return resent;
  }

  private void write(
      ProgramFrame frame, int index, int payloadType, long ssrc, long sequence, long rtpTime) {
    byte[] payload = frame.payloads()[index];
    int length = writeHeader(frame, index, payloadType, ssrc, sequence, rtpTime);
    System.arraycopy(payload, 0, buffer, length, payload.length);
    transport.sendRtp(buffer, 0, length + payload.length);
  }

  private int writeHeader(
      ProgramFrame frame, int index, int payloadType, long ssrc, long sequence, long rtpTime) {
    boolean marker = frame.codec().video() && index == frame.payloads().length - 1;
    // On every packet, not only the first: UDP GSO needs them equal in size.
    long capture = NtpTime.fromMicros(frame.captureMicros());
    return header.write(
        buffer, 0, marker, payloadType, sequence, rtpTime, ssrc, capture, transportSequence.next());
  }

  /** The number next to the highest sent whose low 16 bits are these. */
  private long nearest(int sequence) {
    return highestSent + (short) (sequence - (int) highestSent);
  }
}
