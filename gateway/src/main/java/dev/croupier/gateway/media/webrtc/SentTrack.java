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
 * meant, whatever has been on air since. Frames that are not sent to this viewer leave no hole in
 * its sequence: see {@link SequenceMap}. A viewer that catches up gets pictures with RTP times of
 * its own: {@link #catchUp}.
 */
final class SentTrack {
  /** Packets whose repeats are remembered: 3.6 s of 2.5 Mbit/s. */
  private static final int REMEMBERED_VIDEO = 1_024;

  /** 2.5 s of sound. */
  private static final int REMEMBERED_AUDIO = 128;

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
  private final ViewerLink link;
  private final SequenceMap sequences;
  private final Retransmissions retransmissions;
  private final int headerBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final RtcpWriter rtcp = new RtcpWriter();

  private final BegunFrame begun = new BegunFrame();
  private RtpStamps stamps;
  private long catchUpFirst;
  private long stampedBefore;
  private long lastRtpTime = Long.MIN_VALUE;
  private long rtxSequence;
  private long packets;
  private long octets;
  private long resent;

  /**
   * A track of which nothing was sent yet.
   *
   * @param sequenceOffset of the viewer's sequence to the program's at the start, 0 … 65,535
   * @param firstRtxSequence where the retransmission stream's own sequence begins, 0 … 65,535
   */
  SentTrack(
      Shape shape,
      RtpHeaderWriter header,
      PacketHistory history,
      PeerTransport transport,
      ViewerLink link,
      int sequenceOffset,
      int firstRtxSequence) {
    this.shape = shape;
    this.header = header;
    this.history = history;
    this.transport = transport;
    this.link = link;
    this.sequences = new SequenceMap(sequenceOffset);
    this.retransmissions =
        new Retransmissions(
            shape.codec().video() ? REMEMBERED_VIDEO : REMEMBERED_AUDIO, link.budget());
    this.headerBytes = header.size(true);
    this.rtxSequence = firstRtxSequence;
  }

  /**
   * Whether a frame is none to decide on: the rest of one that was begun, which is sent, or a part
   * that is left, because the frame was not begun or its way wants whole ones.
   */
  boolean goesOn(ProgramFrame frame) {
    int from = begun.next(frame);
    if (from == BegunFrame.NOT_BEGUN) {
      return frame.from() > 0 || (!frame.whole() && transport.inTurns());
    }
    int count = frame.payloads().length;
    if (from < count) {
      long first = sequences.place(frame.firstSequence() + from, count - from) - from;
      if (begun.stamped()) {
        stampedBefore = first + count;
      }
      send(frame, from, count, first, begun.rtpTime());
    }
    begun.sent(frame);
    return true;
  }

  /**
   * Sends all packets of a live frame, or its first part; then {@link #goesOn} sends the rest.
   * Where the last frame was stamped later than this one is, this one is next to it.
   */
  void send(ProgramFrame frame) {
    endBegun();
    int count = frame.payloads().length;
    long rtpTime = nextRtpTime(frame);
    long first = sequences.place(frame.firstSequence(), count);
    if (rtpTime != frame.rtpTime() && stamps != null) {
      stamps.add(frame, rtpTime);
      stampedBefore = first + count;
    }
    send(frame, 0, count, first, rtpTime);
    begun.begin(frame, rtpTime, stampedBefore == first + count);
  }

  /**
   * Sends packets of a frame that is not live any more. Calls for one frame follow each other.
   *
   * @param from index of the first of them
   * @param to index behind the last of them
   * @param rtpTime what it is stamped with
   */
  void catchUp(ProgramFrame frame, int from, int to, long rtpTime, long nowMicros) {
    if (stamps == null) {
      stamps = new RtpStamps();
    }
    if (from == 0) {
      endBegun();
      stamps.add(frame, rtpTime);
      catchUpFirst = sequences.place(frame.firstSequence(), frame.payloads().length);
    }
    stamps.sentAt(nowMicros);
    link.turn(nowMicros);
    stampedBefore = catchUpFirst + to;
    send(frame, from, to, catchUpFirst, rtpTime);
  }

  /** The rest of what was begun never came: the viewer must see that something is missing. */
  private void endBegun() {
    if (begun.end()) {
      sequences.skip();
    }
  }

  private void send(ProgramFrame frame, int from, int to, long first, long rtpTime) {
    for (int i = from; i < to; i++) {
      byte[] payload = frame.payloads()[i];
      write(frame, i, first + i, rtpTime, link.sent(headerBytes + payload.length));
      packets++;
      octets += payload.length;
    }
    lastRtpTime = rtpTime;
  }

  /** Answers a NACK of one of our sequence numbers, or says why not. */
  ResendVerdict resend(int sequence, long nowMicros) {
    if (shape.rtxPayloadType() < 0) {
      return ResendVerdict.NO_RTX;
    }
    long out = sequences.out(sequence);
    PacketHistory.Entry entry =
        out == SequenceMap.NONE || (stamps == null && out < stampedBefore)
            ? null
            : history.find(sequences.program(out));
    if (entry == null) {
      return ResendVerdict.UNKNOWN;
    }
    byte[] payload = entry.frame().payloads()[entry.index()];
    int bytes = headerBytes + Rtx.OSN_BYTES + payload.length;
    ResendVerdict verdict = retransmissions.ask(out, bytes, link.rttMicros(), nowMicros);
    if (verdict == ResendVerdict.SENT) {
      resent++;
      writeRtx(entry.frame(), entry.index(), out, link.sentAgain(bytes));
    }
    return verdict;
  }

  /** Sends a sender report that says where on the program's clock we are. */
  void report(long nowMicros, long rtpNow) {
    if (stamps != null && stamps.over(nowMicros)) {
      stamps = null;
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

  /** The RTP time a frame was sent with. */
  private long sentTime(ProgramFrame frame) {
    return stamps == null ? frame.rtpTime() : stamps.rtpTime(frame);
  }

  private void write(ProgramFrame frame, int index, long out, long rtpTime, int transportSequence) {
    byte[] payload = frame.payloads()[index];
    int payloadType = shape.payloadType();
    int length =
        writeHeader(frame, index, payloadType, shape.ssrc(), out, rtpTime, transportSequence);
    System.arraycopy(payload, 0, buffer, length, payload.length);
    transport.sendRtp(buffer, 0, length + payload.length);
  }

  private void writeRtx(ProgramFrame frame, int index, long out, int transportSequence) {
    byte[] payload = frame.payloads()[index];
    int length =
        writeHeader(
            frame,
            index,
            shape.rtxPayloadType(),
            shape.rtxSsrc(),
            rtxSequence++,
            sentTime(frame),
            transportSequence);
    buffer[length] = (byte) (out >> 8);
    buffer[length + 1] = (byte) out;
    System.arraycopy(payload, 0, buffer, length + Rtx.OSN_BYTES, payload.length);
    transport.sendRtp(buffer, 0, length + Rtx.OSN_BYTES + payload.length);
  }

  private int writeHeader(
      ProgramFrame frame,
      int index,
      int payloadType,
      long ssrc,
      long sequence,
      long rtpTime,
      int transportSequence) {
    // On every packet, not only the first: UDP GSO needs them equal in size.
    long capture = NtpTime.fromMicros(frame.captureMicros());
    return header.write(
        buffer,
        0,
        frame.marker(index),
        payloadType,
        sequence,
        rtpTime,
        ssrc,
        capture,
        transportSequence);
  }
}
