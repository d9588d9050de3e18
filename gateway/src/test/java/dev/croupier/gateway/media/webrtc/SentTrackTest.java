package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one viewer is sent of a program's track. */
final class SentTrackTest {
  private static final int TRANSPORT = 4;
  private static final int CAPTURE = 3;
  private static final int MID = 9;
  private static final long FIRST = 1_000;

  private final List<byte[]> sent = new ArrayList<>();
  private final PacketHistory history = new PacketHistory(1_024);
  private final SentTrack track =
      new SentTrack(
          new SentTrack.Shape(Codec.H264, 102, 0x77, 103, 0x78, "c"),
          new RtpHeaderWriter(TRANSPORT, CAPTURE, MID, "0"),
          history,
          new Wire(),
          new ViewerLink(),
          0,
          0);

  @Test
  void thePacketsOfAFrameAreEqualInSizeButForAShorterLastSoThatTheyLeaveInOneSend() {
    // An IDR of 40,000 bytes behind its SPS and PPS, and a picture of 9,999.
    for (ProgramFrame frame :
        List.of(frame(nal(7, 20), nal(8, 4), nal(5, 40_000)), frame(nal(1, 9_999)))) {
      sent.clear();
      track.send(frame);

      int segment = sent.getFirst().length;
      assertTrue(sent.size() > 8, "it is worth sending at once");
      assertTrue(segment <= 1_200 - 16 - 2, "with SRTP's tag and RTX's number within 1,200 bytes");
      for (byte[] packet : sent.subList(0, sent.size() - 1)) {
        assertEquals(segment, packet.length);
      }
      assertTrue(sent.getLast().length <= segment);
    }
  }

  @Test
  void withoutARetransmissionStreamNoNumberIsUsedTwice() {
    PacketHistory history = new PacketHistory(1_024);
    SentTrack plain =
        new SentTrack(
            new SentTrack.Shape(Codec.H264, 102, 0x77, -1, 0x78, "c"),
            new RtpHeaderWriter(TRANSPORT, CAPTURE, MID, "0"),
            history,
            new Wire(),
            new ViewerLink(),
            0,
            0);
    ProgramFrame frame = frame(nal(1, 100));
    history.add(frame);
    plain.send(frame);
    assertEquals(ResendVerdict.NO_RTX, plain.resend((int) FIRST, 0));
    assertEquals(1, sent.size());
  }

  @Test
  void everyPacketTellsWhenItsFrameWasCaptured() {
    track.send(frame(nal(1, 5_000)));

    RtpView view = new RtpView();
    for (byte[] packet : sent) {
      assertEquals(RtpView.Verdict.OK, view.wrap(packet, 0, packet.length));
      assertEquals(8, view.extensionLength(CAPTURE), "abs-capture-time without the clock's offset");
      long ntp = ByteBuffer.wrap(packet).getLong(view.extensionOffset(CAPTURE));
      // 1,700,000,000 s after 1970 are 3,908,988,800 s after 1900; half a second is 2^31.
      assertEquals(3_908_988_800L << 32 | 1L << 31, ntp);
    }
    assertTrue(view.marker());
    assertFalse(sent.size() < 4);
  }

  @Test
  void liveFramesFollowThoseThatWereCaughtUpWithWithoutAHole() {
    ProgramFrames program = new ProgramFrames(FIRST);
    ProgramFrame first = program.next(true, true, 3, 0, 0);
    program.next(false, false, 2, 40_000, 40_000);
    ProgramFrame third = program.next(false, true, 2, 80_000, 80_000);
    ProgramFrame live = program.next(false, true, 2, 120_000, 120_000);
    ProgramFrame next = program.next(false, true, 1, 160_000, 160_000);

    track.catchUp(first, 0, 1, live.rtpTime() - 90, 0);
    track.catchUp(first, 1, 3, live.rtpTime() - 90, 0);
    track.catchUp(third, 0, 2, live.rtpTime() + 7, 0);
    assertEquals(live.rtpTime() + 8, track.nextRtpTime(live));
    track.send(live);
    track.send(next);

    List<Long> sequences = new ArrayList<>();
    List<Long> stamps = new ArrayList<>();
    RtpView view = new RtpView();
    for (byte[] packet : sent) {
      view.wrap(packet, 0, packet.length);
      sequences.add((long) view.sequence());
      stamps.add(view.timestamp());
      assertEquals(
          (sequences.size() - 1),
          ByteBuffer.wrap(packet).getShort(view.extensionOffset(TRANSPORT)),
          "each has its transport-wide number");
    }
    assertEquals(
        List.of(1_000L, 1_001L, 1_002L, 1_003L, 1_004L, 1_005L, 1_006L, 1_007L), sequences);
    long base = live.rtpTime() & 0xFFFF_FFFFL;
    long before = base - 90 & 0xFFFF_FFFFL;
    assertEquals(
        List.of(
            before,
            before,
            before,
            base + 7,
            base + 7,
            base + 8,
            base + 8,
            next.rtpTime() & 0xFFFF_FFFFL),
        stamps);
  }

  @Test
  void aPacketOfACaughtUpFrameIsSentAgainAsItWasForTwoSeconds() {
    ProgramFrames program = new ProgramFrames(FIRST);
    ProgramFrame first = program.next(true, true, 3, 0, 0);
    program.next(false, false, 2, 40_000, 40_000);
    ProgramFrame third = program.next(false, true, 2, 80_000, 80_000);
    ProgramFrame live = program.next(false, true, 1, 120_000, 120_000);
    List.of(first, third, live).forEach(history::add);
    track.catchUp(first, 0, 3, 500, 1_000_000);
    track.catchUp(third, 0, 2, 600, 1_000_000);
    track.send(live);
    byte[] lost = sent.get(4);
    sent.clear();

    assertEquals(ResendVerdict.SENT, track.resend(1_004, 1_100_000));

    RtpView again = new RtpView();
    again.wrap(sent.getFirst(), 0, sent.getFirst().length);
    assertEquals(0x78, again.ssrc());
    assertEquals(600, again.timestamp());
    assertTrue(again.marker());
    byte[] payload =
        Arrays.copyOfRange(sent.getFirst(), again.payloadOffset(), sent.getFirst().length);
    assertEquals(1_004, ByteBuffer.wrap(payload).getShort(0), "the number it was sent with");
    assertEquals(
        ByteBuffer.wrap(lost, lost.length - 1_128, 1_128), ByteBuffer.wrap(payload, 2, 1_128));
    assertEquals(
        NtpTime.fromMicros(third.captureMicros()),
        ByteBuffer.wrap(sent.getFirst()).getLong(again.extensionOffset(CAPTURE)),
        "capture is told as it was");

    track.report(3_100_000, 0);
    assertEquals(ResendVerdict.UNKNOWN, track.resend(1_003, 3_200_000));
    assertEquals(ResendVerdict.SENT, track.resend(1_005, 3_200_000), "a live one");
  }

  /** A NAL unit behind its length, of this type, 0xAB all over. */
  private static byte[] nal(int type, int length) {
    byte[] nal = new byte[4 + length];
    Arrays.fill(nal, (byte) 0xAB);
    ByteBuffer.wrap(nal).putInt(0, length).put(4, (byte) (0x60 | type));
    return nal;
  }

  private static ProgramFrame frame(byte[]... nals) {
    int length = Arrays.stream(nals).mapToInt(nal -> nal.length).sum();
    ByteBuffer data = ByteBuffer.allocate(length);
    for (byte[] nal : nals) {
      data.put(nal);
    }
    byte[][] payloads =
        new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD).packetize(data.array());
    return new ProgramFrame(
        Codec.H264,
        nals.length > 1,
        1_700_000_000_500_000L,
        90_000,
        FIRST,
        payloads,
        data.array(),
        "cam-a");
  }

  private final class Wire extends SilentTransport {
    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }
  }
}
