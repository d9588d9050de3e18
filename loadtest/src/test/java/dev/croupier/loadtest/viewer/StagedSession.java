package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpSending;
import dev.croupier.gateway.media.webrtc.SdpStream;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.time.clock.TableClock;

/** One viewer of a {@link WhepStage}. Its event loop, but for {@link #ready}. */
final class StagedSession implements TransportListener, RtcpVisitor {
  /** Packets kept for those who ask again; a power of two. */
  private static final int KEPT = 256;

  /** A sequence begins so short of its wrap that every test crosses it. */
  private static final int FIRST_SEQUENCE = 65_500;

  /** What is added to the program's time of pictures: it crosses 2^32 in a long run. */
  private static final long BASE = 0xFFF0_0000L;

  private record Kept(int index, Recorded frame, int packet, long rtpTime, long captureMicros) {}

  private final SdpStream video;
  private final SdpStream audio;
  private final SdpSending sending;
  private final WhepStage.Script script;
  private final TableClock clock;
  private final RtpHeaderWriter videoHeader;
  private final RtpHeaderWriter audioHeader;
  private final Kept[] kept = new Kept[KEPT];
  private final byte[] buffer = new byte[1_600];
  private final RtcpWriter rtcp = new RtcpWriter();
  private PeerTransport transport;
  private Runnable onConnected;
  private boolean begun;
  private int videoPackets;
  private int audioPackets;
  private int rtxPackets;
  private int transportSequence;
  private int dropped;
  private int nacks;
  private int keyframesAsked;

  StagedSession(
      SdpNegotiated terms, SdpSending sending, WhepStage.Script script, TableClock clock) {
    this.video = terms.video();
    this.audio = terms.audio();
    this.sending = sending;
    this.script = script;
    this.clock = clock;
    this.videoHeader = header(video);
    this.audioHeader = header(audio);
  }

  private static RtpHeaderWriter header(SdpStream stream) {
    return new RtpHeaderWriter(
        stream.transportSequenceId(), stream.captureTimeId(), stream.midId(), stream.mid());
  }

  void attach(PeerTransport opened, Runnable connected) {
    transport = opened;
    onConnected = connected;
  }

  PeerTransport transport() {
    return transport;
  }

  boolean ready() {
    return transport.connected();
  }

  /** Packets of pictures that its first sendings had, those kept back among them. */
  int videoPackets() {
    return videoPackets;
  }

  int audioPackets() {
    return audioPackets;
  }

  int dropped() {
    return dropped;
  }

  int nacks() {
    return nacks;
  }

  int keyframesAsked() {
    return keyframesAsked;
  }

  /** Sends a frame whose RTP time is its capture time; begins with a keyframe. */
  void frame(Recorded frame, long captureMicros) {
    frame(frame, captureMicros, captureMicros);
  }

  /** Sends a frame with these times; begins with a keyframe. */
  void frame(Recorded frame, long captureMicros, long rtpMicros) {
    begun |= frame.keyframe();
    if (!begun) {
      return;
    }
    long rtpTime = BASE + rtpMicros * 9 / 100;
    for (int i = 0; i < frame.payloads().length; i++) {
      int index = videoPackets++;
      Kept packet = new Kept(index, frame, i, rtpTime, captureMicros);
      kept[index & KEPT - 1] = packet;
      if (script.drops(index)) {
        dropped++;
        transportSequence++;
        continue;
      }
      send(packet, video.payloadType(), sending.videoSsrc(), FIRST_SEQUENCE + index, false);
    }
  }

  /** Sends 20 ms of sound. */
  void sound(byte[] opus, long captureMicros) {
    int length =
        audioHeader.write(
            buffer,
            0,
            false,
            audio.payloadType(),
            FIRST_SEQUENCE + audioPackets++,
            captureMicros * 6 / 125,
            sending.audioSsrc(),
            NtpTime.fromMicros(captureMicros),
            transportSequence++);
    System.arraycopy(opus, 0, buffer, length, opus.length);
    transport.sendRtp(buffer, 0, length + opus.length);
  }

  /** Sends both sender reports; the sound's line is told to be late by so much. */
  void report(long now, long programMicros, long soundLateMicros) {
    rtcp.start(buffer, 0)
        .senderReport(
            sending.videoSsrc(),
            NtpTime.fromMicros(now),
            BASE + programMicros * 9 / 100,
            videoPackets,
            0)
        .cname(sending.videoSsrc(), "stage");
    transport.sendRtcp(buffer, 0, rtcp.length());
    rtcp.start(buffer, 0)
        .senderReport(
            sending.audioSsrc(),
            NtpTime.fromMicros(now + soundLateMicros),
            programMicros * 6 / 125,
            audioPackets,
            0)
        .cname(sending.audioSsrc(), "stage");
    transport.sendRtcp(buffer, 0, rtcp.length());
  }

  @Override
  public void connected() {
    long now = clock.nowMicros();
    report(now, now, 0);
    onConnected.run();
  }

  @Override
  public void rtp(byte[] b, int offset, int length, long arrivalMicros) {
    // A viewer sends none.
  }

  @Override
  public void rtcp(byte[] b, int offset, int length, long arrivalMicros) {
    RtcpParser.parse(b, offset, length, this);
  }

  @Override
  public void closed(String reason) {
    begun = false;
  }

  @Override
  public void nack(long mediaSsrc, int sequence) {
    nacks++;
    int index = sequence - FIRST_SEQUENCE & 0xFFFF;
    Kept packet = kept[index & KEPT - 1];
    if (packet == null || (packet.index() & 0xFFFF) != index || !script.repairs(packet.index())) {
      return;
    }
    if (video.rtxPayloadType() < 0) {
      send(packet, video.payloadType(), sending.videoSsrc(), sequence, false);
    } else {
      send(packet, video.rtxPayloadType(), sending.rtxSsrc(), rtxPackets++, true);
    }
  }

  @Override
  public void pli(long mediaSsrc) {
    keyframesAsked++;
  }

  @Override
  public void receiverReferenceTime(long ssrc, long ntp) {
    rtcp.start(buffer, 0)
        .receiverReport(sending.videoSsrc())
        .delaySinceLastRr(sending.videoSsrc(), ssrc, NtpTime.middle(ntp), 0);
    transport.sendRtcp(buffer, 0, rtcp.length());
  }

  private void send(Kept packet, int payloadType, long ssrc, int sequence, boolean again) {
    byte[] payload = packet.frame().payloads()[packet.packet()];
    int length =
        videoHeader.write(
            buffer,
            0,
            packet.packet() == packet.frame().payloads().length - 1,
            payloadType,
            sequence,
            packet.rtpTime(),
            ssrc,
            packet.packet() == 0
                ? NtpTime.fromMicros(packet.captureMicros())
                : RtpHeaderWriter.NO_CAPTURE_TIME,
            transportSequence++);
    if (again) {
      Bytes.put16(buffer, length, FIRST_SEQUENCE + packet.index());
      length += 2;
    }
    System.arraycopy(payload, 0, buffer, length, payload.length);
    transport.sendRtp(buffer, 0, length + payload.length);
  }
}
