package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a publisher is told of its packets, on a real loop. */
final class WhipSessionTest {
  private static final int VIDEO = 102;
  private static final int RTX = 103;
  private static final int EXTENSION = 4;
  private static final long SSRC = 0x1234;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ManualClock clock = new ManualClock();

  @AfterEach
  void end() {
    loop.shutdownNow();
  }

  @Test
  void whatArrivedAndWhatDidNotIsToldByTransportWideSequence() throws Exception {
    Wire wire = new Wire();
    WhipSession session = session(wire, EXTENSION);
    long now = clock.nowMicros();
    // 65,534 to 1: the numbers wrap; 65,535 is lost; 0 comes as a retransmission.
    loop.submit(
            () -> {
              session.rtp(packet(VIDEO, SSRC, 10, 65_534), 0, LENGTH, now);
              session.rtp(packet(RTX, SSRC + 1, 77, 65_536), 0, LENGTH, now + 20_000);
              session.rtp(packet(VIDEO, SSRC, 12, 65_537), 0, LENGTH, now + 45_000);
              session.connected();
            })
        .get();

    assertTrue(wire.told.await(10, TimeUnit.SECONDS), "feedback is sent without being asked for");
    assertEquals(List.of(65_534, 0, 1), wire.arrived);
    assertEquals(List.of(65_535), wire.lost);
    assertEquals(SSRC, wire.mediaSsrc);
    // Arrivals are told in steps of 250 µs.
    assertEquals(20_000, wire.times.get(1) - wire.times.get(0), 250);
    assertEquals(45_000, wire.times.get(2) - wire.times.get(0), 250);
  }

  @Test
  void aPublisherThatDidNotAgreeToItIsToldNothingOfTheSort() throws Exception {
    Wire wire = new Wire();
    WhipSession session = session(wire, 0);
    loop.submit(
            () -> {
              session.rtp(packet(VIDEO, SSRC, 10, 5), 0, LENGTH, clock.nowMicros());
              session.connected();
            })
        .get();

    assertTrue(wire.reported.await(10, TimeUnit.SECONDS), "receiver reports go out as ever");
    assertEquals(1, wire.told.getCount());
  }

  @Test
  void theTableHearsOfEachPacketOfPicturesAsItComesAndOfPicturesThatBreakOff() throws Exception {
    Deaf table = new Deaf();
    WhipSession session = session(new Wire(), 0, table);
    long now = clock.nowMicros();
    loop.submit(
            () -> {
              session.rtp(packet(VIDEO, SSRC, 10, 1), 0, LENGTH, now);
              session.rtp(packet(VIDEO, SSRC, 10, 2), 0, LENGTH, now + 1_000);
              session.rtp(packet(VIDEO, SSRC, 11, 3), 0, LENGTH, now + 2_000);
              // Another source begins, and the picture of this one had no end.
              session.rtp(packet(VIDEO, SSRC + 5, 900, 4), 0, LENGTH, now + 3_000);
            })
        .get();
    assertEquals(List.of(now, now + 2_000, now + 3_000), table.packets, "a repeat is none");
    assertEquals(1, table.unfinished);
  }

  @Test
  void whoIsPushedOutEndsForThatReason() {
    Wire wire = new Wire();
    WhipSession session = session(wire, 0);
    session.takenOver();
    loop.execute(() -> session.closed("closed"));
    loop.shutdown();
    assertTrue(finished());
    assertTrue(wire.closed);
    assertEquals("taken_over", session.closeReason());
  }

  @Test
  void row07_whatIsNoRtpOrRtcpIsCountedAndThePublishGoesOn() throws Exception {
    Wire wire = new Wire();
    WhipSession session = session(wire, EXTENSION);
    loop.submit(
            () -> {
              byte[] padded = packet(VIDEO, SSRC, 10, 100);
              padded[0] |= 0x20;
              padded[LENGTH - 1] = (byte) 200; // more padding than there is packet
              session.rtp(padded, 0, LENGTH, clock.nowMicros());
              byte[] extended = packet(VIDEO, SSRC, 11, 101);
              extended[14] = (byte) 0xFF; // an extension beyond the end
              session.rtp(extended, 0, LENGTH, clock.nowMicros());
              session.rtp(new byte[] {(byte) 0x80, 102}, 0, 2, clock.nowMicros());
              // A sender report that counts a block it does not have; an XR block too long.
              byte[] report = HexFormat.of().parseHex("81c8000600001234" + "00".repeat(20));
              session.rtcp(report, 0, report.length, clock.nowMicros());
              byte[] xr = HexFormat.of().parseHex("80cf00020000123404000002");
              session.rtcp(xr, 0, xr.length, clock.nowMicros());
              session.rtp(packet(VIDEO, SSRC, 12, 102), 0, LENGTH, clock.nowMicros());
              session.connected();
            })
        .get();
    assertTrue(wire.told.await(10, TimeUnit.SECONDS));
    assertEquals(List.of(102), wire.arrived, "only the last was a packet");
    assertEquals(
        List.of(
            TransportRefusal.RTP_MALFORMED,
            TransportRefusal.RTP_MALFORMED,
            TransportRefusal.RTP_MALFORMED,
            TransportRefusal.RTCP_MALFORMED,
            TransportRefusal.RTCP_MALFORMED),
        wire.refused);
    assertFalse(wire.closed);
  }

  private boolean finished() {
    try {
      return loop.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final int LENGTH = 40;

  private WhipSession session(Wire wire, int transportSequenceId) {
    return session(wire, transportSequenceId, new Deaf());
  }

  private WhipSession session(Wire wire, int transportSequenceId, FrameListener listener) {
    WhipSession session =
        new WhipSession(
            "s",
            clock,
            new WhipSession.Shape(Codec.H264, VIDEO, RTX, -1, transportSequenceId, List.of()),
            listener,
            () -> {});
    session.attach(wire);
    return session;
  }

  /** A packet of 40 bytes with the extension; its payload is no picture. */
  private static byte[] packet(int payloadType, long ssrc, int sequence, int transportSequence) {
    byte[] packet = new byte[LENGTH];
    int header =
        new RtpHeaderWriter(EXTENSION, 0, 0, "")
            .write(
                packet,
                0,
                false,
                payloadType,
                sequence,
                90_000,
                ssrc,
                RtpHeaderWriter.NO_CAPTURE_TIME,
                transportSequence);
    Arrays.fill(packet, header, LENGTH, (byte) 1);
    return packet;
  }

  /** Hears nothing but that something comes. */
  private static final class Deaf implements FrameListener {
    private final List<Long> packets = new ArrayList<>();
    private int unfinished;

    @Override
    public void packet(long arrivalMicros) {
      packets.add(arrivalMicros);
    }

    @Override
    public void unfinished() {
      unfinished++;
    }

    @Override
    public void frame(CodedFrame frame, long captureMicros) {}

    @Override
    public void broken() {}

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {}
  }

  /** Hears the session's RTCP. */
  private final class Wire extends SilentTransport implements RtcpVisitor {
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final List<Integer> arrived = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<Integer> lost = new ArrayList<>();
    private long mediaSsrc;
    private boolean feedback;
    private final List<TransportRefusal> refused = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Wire() {
      super(loop);
    }

    @Override
    public void transportFeedback(
        long media, int baseSequence, int packetCount, long referenceMicros, int feedbackCount) {
      mediaSsrc = media;
      feedback = true;
    }

    @Override
    public void transportReceived(int sequence, long arrivalMicros) {
      arrived.add(sequence);
      times.add(arrivalMicros);
    }

    @Override
    public void transportLost(int sequence) {
      lost.add(sequence);
    }

    @Override
    public void remb(long sender, long bitsPerSecond) {
      reported.countDown();
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
      RtcpParser.parse(buffer, offset, length, this);
      if (feedback) {
        told.countDown();
      }
    }

    @Override
    public void refused(TransportRefusal reason) {
      refused.add(reason);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
