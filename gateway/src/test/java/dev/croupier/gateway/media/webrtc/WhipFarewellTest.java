package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A WHIP publisher that says BYE, in simulated time. */
final class WhipFarewellTest {
  private static final long START = 1_790_000_000_000_000L;
  private static final long SECOND = 1_000_000;
  private static final long VIDEO = 0x1234;
  private static final long AUDIO = 0x5678;

  private final SimLoop loop = new SimLoop(START);
  private final Sender pictures = new Sender(VIDEO, 1, 1);
  private final Sender sound = new Sender(AUDIO, 1, 1);
  private final WhipSession session =
      new WhipSession(
          "s",
          loop,
          new WhipSession.Shape(Codec.H264, 96, -1, 111, 0, List.of()),
          new Deaf(),
          () -> {});

  WhipFarewellTest() {
    session.attach(
        new SilentTransport(loop) {
          @Override
          public void close() {
            session.closed("closed");
          }
        });
    session.connected();
    send(pictures, 96);
    send(sound, 111);
  }

  @Test
  void itIsGoneOnceItHasSaidGoodbyeWithAllItsTracks() {
    bye(VIDEO);
    bye(AUDIO);
    pass(900_000);
    assertNull(session.closeReason(), "packets may come out of order");
    pass(200_000);
    assertEquals("bye", session.closeReason());
  }

  @Test
  void itStaysWhileOneTrackGoesOn() {
    bye(VIDEO);
    for (int i = 0; i < 20; i++) {
      send(sound, 111);
      pass(500_000);
    }
    assertNull(session.closeReason());
    bye(AUDIO);
    pass(2 * SECOND);
    assertEquals("bye", session.closeReason());
  }

  @Test
  void itStaysWhereATrackBeginsAnew() {
    bye(VIDEO);
    bye(AUDIO);
    send(new Sender(VIDEO + 7, 900, 900), 96);
    pass(5 * SECOND);
    assertNull(session.closeReason());
    bye(VIDEO);
    pass(2 * SECOND);
    assertNull(session.closeReason(), "that source was gone already");
    bye(VIDEO + 7);
    pass(2 * SECOND);
    assertEquals("bye", session.closeReason());
  }

  @Test
  void aGoodbyeOfNoTrackOfItsIsNone() {
    bye(VIDEO + 1);
    bye(0);
    pass(5 * SECOND);
    assertNull(session.closeReason());
  }

  private void pass(long micros) {
    loop.runUntil(loop.nowMicros() + micros);
  }

  private void send(Sender sender, int payloadType) {
    byte[] packet = sender.packet(new byte[20], true);
    packet[1] = (byte) (packet[1] & 0x80 | payloadType);
    session.rtp(packet, 0, packet.length, loop.nowMicros());
  }

  private void bye(long ssrc) {
    byte[] buffer = new byte[200];
    RtcpWriter writer = new RtcpWriter();
    writer.start(buffer, 0).receiverReport(ssrc).bye(ssrc);
    session.rtcp(buffer, 0, writer.length(), loop.nowMicros());
  }

  private static final class Deaf implements FrameListener {
    @Override
    public void frame(CodedFrame frame, long captureMicros) {}

    @Override
    public void broken() {}

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {}
  }
}
