package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.webrtc.SdpStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WhepPlayerTrackTest {
  private static final int H264 = 102;
  private static final int RTX = 103;
  private static final long SSRC = 0xCAFE0000L;
  private static final long RTX_SSRC = 0xCAFE0001L;
  private static final long OWN_SSRC = 7;

  private final List<String> heard = new ArrayList<>();
  private final RtpView view = new RtpView();

  private WhepPlayerTrack track(int rtxPayloadType) {
    SdpStream stream =
        new SdpStream(
            Codec.H264,
            "0",
            H264,
            rtxPayloadType,
            SSRC,
            RTX_SSRC,
            "42e01f",
            "",
            0,
            0,
            0,
            Set.of("nack", "nack pli"));
    return new WhepPlayerTrack(
        stream,
        new WhepPlayerTrack.Output() {
          @Override
          public void payload(
              byte[] b,
              int offset,
              int length,
              long rtpTime,
              boolean marker,
              long captureMicros,
              long nowMicros) {
            heard.add(Integer.toString(b[offset]));
          }

          @Override
          public void lost() {
            heard.add("lost");
          }
        });
  }

  /** A packet whose payload is one byte: the low bits of its sequence number. */
  private RtpView packet(int payloadType, long ssrc, int sequence, byte... payload) {
    byte[] b = new byte[12 + payload.length];
    b[0] = (byte) 0x80;
    b[1] = (byte) payloadType;
    Bytes.put16(b, 2, sequence);
    Bytes.put32(b, 4, 90_000L + sequence);
    Bytes.put32(b, 8, ssrc);
    System.arraycopy(payload, 0, b, 12, payload.length);
    assertEquals(RtpView.Verdict.OK, view.wrap(b, 0, b.length));
    return view;
  }

  private RtpView first(int sequence) {
    return packet(H264, SSRC, sequence, (byte) (sequence & 0x3F));
  }

  private List<Integer> asked(WhepPlayerTrack track, long nowMicros) {
    byte[] buffer = new byte[400];
    RtcpWriter writer = new RtcpWriter().start(buffer, 0).receiverReport(OWN_SSRC);
    boolean _ = track.turn(writer, OWN_SSRC, nowMicros);
    List<Integer> asked = new ArrayList<>();
    RtcpParser.parse(
        buffer,
        0,
        writer.length(),
        new RtcpVisitor() {
          @Override
          public void nack(long mediaSsrc, int sequence) {
            assertEquals(SSRC, mediaSsrc);
            asked.add(sequence);
          }
        });
    return asked;
  }

  @Test
  void aLostPacketIsAskedForAndTakenFromTheRetransmissionStream() {
    WhepPlayerTrack track = track(RTX);
    track.packet(first(65_535), 0);
    track.packet(first(1), 1_000);
    assertEquals(List.of("63"), heard);
    assertEquals(List.of(0), asked(track, 7_000));
    // The original sequence number, 0, stands in front of the payload.
    assertTrue(track.packet(packet(RTX, RTX_SSRC, 400, (byte) 0, (byte) 0, (byte) 0), 9_000));
    assertEquals(List.of("63", "0", "1"), heard);
    WhepPlayerFigures.Stream figures = track.figures();
    assertEquals(1, figures.lost(), "lost at its first sending");
    assertEquals(1, figures.recovered());
    assertEquals(0, figures.givenUp());
    assertEquals(2, figures.packets());
  }

  @Test
  void withoutAStreamOfTheirOwnRetransmissionsAreKnownByHavingBeenAskedFor() {
    WhepPlayerTrack track = track(-1);
    track.packet(first(10), 0);
    track.packet(first(12), 1_000);
    assertEquals(List.of(11), asked(track, 7_000));
    track.packet(first(11), 9_000);
    assertEquals(List.of("10", "11", "12"), heard);
    assertEquals(1, track.figures().lost());
    assertEquals(1, track.figures().recovered());
  }

  @Test
  void aPacketThatNeverComesIsGivenUp() {
    WhepPlayerTrack track = track(RTX);
    track.packet(first(10), 0);
    track.packet(first(12), 1_000);
    assertTrue(track.waits());
    assertEquals(List.of(), asked(track, 501_000));
    assertEquals(List.of("10", "lost", "12"), heard);
    assertEquals(1, track.figures().givenUp());
    assertFalse(track.waits());
  }

  @Test
  void retransmissionsOfWhatIsThereAreIgnored() {
    WhepPlayerTrack track = track(RTX);
    track.packet(first(10), 0);
    track.packet(packet(RTX, RTX_SSRC, 1, (byte) 0, (byte) 10, (byte) 10), 1_000);
    assertEquals(List.of("10"), heard);
    assertFalse(track.packet(packet(111, 5, 1, (byte) 1), 1_000), "another stream");
  }
}
