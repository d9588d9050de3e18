package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Streams;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** A publisher of plain RTP, in simulated time and without sockets. */
final class RtpSessionTest {
  private static final String SDP =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=x
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 0 RTP/AVP 96
      a=rtpmap:96 H264/90000
      """;
  private static final List<List<byte[]>> PICTURES = H264Streams.frames(H264Streams.BASELINE, 1);
  private static final InetSocketAddress CAMERA = at("192.0.2.1", 5_000);
  private static final InetSocketAddress CAMERA_RTCP = at("192.0.2.1", 5_001);
  private static final InetSocketAddress STRANGER = at("192.0.2.66", 5_000);
  private static final long SSRC = 0xCAFE_0001L;

  private final InlineLoop loop = new InlineLoop();
  private final TransportCounters counters = new TransportCounters();
  private final Ports ports = new Ports();
  private final Heard heard = new Heard();
  private final Sender camera = new Sender(SSRC, 65_530, 4_294_960_000L);
  private long now = 1_000_000_000_000L;
  private int ends;
  private RtpSession session;

  @Test
  void row06_aCameraIsHeardAndStrangersAreCounted() throws Exception {
    begin(SDP);
    Sender stranger = new Sender(SSRC, 1, 1);
    Sender otherSource = new Sender(SSRC + 1, 1, 1);
    for (List<byte[]> picture : PICTURES) {
      send(CAMERA, camera.picture(picture));
      send(STRANGER, stranger.picture(picture));
      send(CAMERA_RTCP, stranger.picture(picture));
      send(CAMERA, otherSource.picture(picture));
      pass(33_333);
    }
    assertEquals(PICTURES.size(), heard.frames.size());
    assertEquals(0, heard.broken);
    int packets = PICTURES.stream().mapToInt(List::size).sum();
    assertEquals(2L * packets, counters.refusals(TransportRefusal.RTP_ADDRESS));
    assertEquals(packets, counters.refusals(TransportRefusal.RTP_SSRC));
  }

  @Test
  void onlyAddressesOfTheSourceFilterAreListenedTo() throws Exception {
    begin(SDP + "a=source-filter: incl IN IP4 * 192.0.2.1\n");
    send(STRANGER, new Sender(3, 1, 1).picture(PICTURES.getFirst()));
    assertEquals(List.of(), heard.frames);
    send(CAMERA, camera.picture(PICTURES.getFirst()));
    assertEquals(1, heard.frames.size());
  }

  @Test
  void whatIsNoPacketOfTheDescriptionBindsNothingAndIsCounted() throws Exception {
    begin(SDP);
    receive(STRANGER, false, new byte[] {(byte) 0x80});
    receive(STRANGER, false, new byte[] {(byte) 0xBF, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    byte[] otherType = new Sender(3, 1, 1).packet(new byte[20], true);
    otherType[1] = 97;
    receive(STRANGER, false, otherType);
    assertEquals(2, counters.refusals(TransportRefusal.RTP_MALFORMED));
    assertEquals(1, counters.refusals(TransportRefusal.RTP_PAYLOAD_TYPE));
    send(CAMERA, camera.picture(PICTURES.getFirst()));
    assertEquals(1, heard.frames.size());
  }

  @Test
  void anEncoderThatBeginsAnewFromItsPortGoesOn() throws Exception {
    begin(SDP);
    PICTURES.forEach(picture -> sendAndPass(camera, picture));
    pass(RtpSource.SILENT_MICROS);
    Sender again = new Sender(77, 9, 9);
    PICTURES.forEach(picture -> sendAndPass(again, picture));
    assertEquals(2 * PICTURES.size(), heard.frames.size());
    assertEquals(0, ends);
  }

  @Test
  void itsReportsSetTheClockAndAreAnsweredOnceASecondOnly() throws Exception {
    begin(SDP);
    // As ffmpeg does: the first report comes ahead of the first packet.
    receive(CAMERA_RTCP, true, report(SSRC, now - 20_000));
    sendAndPass(camera, PICTURES.getFirst());
    assertEquals(now - 33_333 - 20_000, heard.captures.getFirst(), 1_000.0);
    for (int i = 0; i < 100; i++) {
      pass(30_000);
      sendAndPass(camera, PICTURES.get(1));
    }
    assertTrue(ports.sent.size() >= 4 && ports.sent.size() <= 8, ports.sent.size() + " reports");
    assertTrue(ports.sent.stream().allMatch(to -> to.equals(CAMERA_RTCP)));
    assertEquals(List.of(SSRC), ports.reported.stream().distinct().toList());
    assertEquals(1, ports.names.size());
  }

  @Test
  void nothingIsSentToWhoeverSentNoReport() throws Exception {
    begin(SDP);
    for (int i = 0; i < 10; i++) {
      sendAndPass(camera, PICTURES.getFirst());
      receive(STRANGER, true, report(SSRC, now));
      pass(500_000);
    }
    session.requestKeyframe();
    assertEquals(List.of(), ports.sent);
    assertFalse(session.canAsk(), "and nobody counts on an answer");
    assertEquals(10, counters.refusals(TransportRefusal.RTCP_ADDRESS));
  }

  @Test
  void keyframesAreAskedForWhereTheDescriptionAllowsIt() throws Exception {
    begin(SDP.replace("AVP", "AVPF") + "a=rtcp-fb:96 nack\na=rtcp-fb:96 nack pli\n");
    sendAndPass(camera, PICTURES.getFirst());
    receive(CAMERA_RTCP, true, report(SSRC, now));
    assertTrue(session.canAsk());
    session.requestKeyframe();
    assertEquals(1, ports.keyframes);
    camera.picture(PICTURES.get(1));
    sendAndPass(camera, PICTURES.get(2));
    assertFalse(ports.nacked.isEmpty(), "and lost packets too");
  }

  @Test
  void aFarewellEndsItUnlessAnotherSourceFollows() throws Exception {
    begin(SDP);
    sendAndPass(camera, PICTURES.getFirst());
    receive(CAMERA_RTCP, true, report(SSRC, now));
    receive(STRANGER, true, bye(SSRC));
    receive(CAMERA_RTCP, true, bye(SSRC + 1));
    pass(2 * RtpSession.GONE_MICROS);
    assertEquals(0, ends, "neither was its own");
    receive(CAMERA_RTCP, true, bye(SSRC));
    sendAndPass(new Sender(99, 1, 1), PICTURES.getFirst());
    pass(2 * RtpSession.GONE_MICROS);
    assertEquals(0, ends);
    receive(CAMERA_RTCP, true, bye(99));
    pass(2 * RtpSession.GONE_MICROS);
    assertEquals(1, ends);
    assertEquals("bye", session.endReason());
  }

  @Test
  void silenceEndsItLaterWhereNothingEverCame() throws Exception {
    begin(SDP);
    pass(RtpSession.UNUSED_MICROS - 1_000_000);
    assertNull(session.endReason());
    sendAndPass(camera, PICTURES.getFirst());
    pass(RtpSession.SILENT_MICROS - 1_000_000);
    assertNull(session.endReason());
    pass(2_000_000);
    assertEquals("silent", session.endReason());
    assertEquals(1, ends);
    assertTrue(session.closed().isDone());
    send(CAMERA, camera.picture(PICTURES.getFirst()));
    assertEquals(1, heard.frames.size(), "nothing is heard afterwards");
  }

  @Test
  void bFramesEndIt() throws Exception {
    begin(SDP);
    H264Streams.frames(H264Streams.B_FRAMES, 1).forEach(picture -> sendAndPass(camera, picture));
    assertEquals(List.of("b_frames"), heard.refusals);
    assertEquals("b_frames", session.endReason());
    assertEquals(1, ends);
    assertTrue(ports.closed);
  }

  @Test
  void anEndBeforeItsStartIsKept() throws Exception {
    session = new RtpSession(new SuppliedClock(() -> now), RtpOffer.parse(SDP), counters);
    session.end("taken_over");
    session.start(ports, heard, () -> ends++);
    assertEquals(1, ends);
    assertTrue(ports.closed);
    assertEquals("taken_over", session.endReason());
  }

  @Test
  void anExceptionInItsPicturesEndsIt() throws Exception {
    begin(SDP);
    heard.failing = true;
    sendAndPass(camera, PICTURES.getFirst());
    assertEquals("internal_error", session.endReason());
    assertEquals(1, ends);
  }

  /** hardening.md rows 7 and 20: RTP and RTCP with anything in them. */
  @Test
  void row20_hostileBytesNeverThrowAndTheCameraGoesOn() throws Exception {
    begin(SDP);
    Random random = new Random(7);
    sendAndPass(camera, PICTURES.getFirst());
    receive(CAMERA_RTCP, true, report(SSRC, now));
    for (int i = 0; i < 20_000; i++) {
      boolean control = i % 3 == 0;
      byte[] bytes = control ? report(SSRC, now) : new byte[random.nextInt(80)];
      if (control) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
      } else {
        random.nextBytes(bytes);
      }
      for (int turned = 0; turned < 4 && bytes.length > 0; turned++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (i % 9 == 1) {
        // Of the camera's own type and source, with any number, time and payload.
        bytes = camera.packet(bytes, random.nextBoolean());
        bytes[2 + random.nextInt(6)] = (byte) random.nextInt();
      }
      if (bytes.length > 0) {
        receive(i % 2 == 0 ? CAMERA : STRANGER, control, bytes);
      }
    }
    assertTrue(counters.refusals(TransportRefusal.RTP_MALFORMED) > 1_000);
    assertTrue(counters.refusals(TransportRefusal.RTCP_MALFORMED) > 1_000);
    assertEquals(0, ends);
    // Its own forgeries may have cost a wait, never more.
    int before = heard.frames.size();
    for (int i = 0; i < 40; i++) {
      PICTURES.forEach(picture -> sendAndPass(camera, picture));
    }
    assertTrue(heard.refusals.isEmpty(), heard.refusals.toString());
    assertTrue(heard.frames.size() > before + 250, heard.frames.size() - before + " frames");
  }

  private void begin(String sdp) throws Exception {
    session = new RtpSession(new SuppliedClock(() -> now), RtpOffer.parse(sdp), counters);
    session.start(ports, heard, () -> ends++);
  }

  private void sendAndPass(Sender sender, List<byte[]> picture) {
    send(CAMERA, sender.picture(picture));
    pass(33_333);
  }

  private void send(InetSocketAddress from, List<byte[]> packets) {
    packets.forEach(packet -> receive(from, false, packet));
  }

  private void receive(InetSocketAddress from, boolean control, byte[] bytes) {
    session.received(0, control, from, bytes, bytes.length, now);
  }

  /** Lets time pass in turns of at most 500 ms. */
  private void pass(long micros) {
    for (long left = micros; left > 0; left -= 500_000) {
      now += Math.min(left, 500_000);
      loop.turn();
    }
  }

  /** A sender report that says: the camera's present RTP time was at this wall clock. */
  private byte[] report(long ssrc, long wallMicros) {
    byte[] buffer = new byte[200];
    RtcpWriter writer = new RtcpWriter();
    byte[] present = camera.packet(new byte[0], false);
    long rtpTime = java.nio.ByteBuffer.wrap(present).getInt(4) & 0xFFFF_FFFFL;
    writer.start(buffer, 0).senderReport(ssrc, NtpTime.fromMicros(wallMicros), rtpTime, 1, 1);
    writer.cname(ssrc, "camera");
    return Arrays.copyOf(buffer, writer.length());
  }

  private static byte[] bye(long ssrc) {
    byte[] buffer = new byte[200];
    RtcpWriter writer = new RtcpWriter();
    writer.start(buffer, 0).receiverReport(ssrc).bye(ssrc);
    return Arrays.copyOf(buffer, writer.length());
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static final class Heard implements FrameListener {
    private final List<CodedFrame> frames = new ArrayList<>();
    private final List<Long> captures = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int broken;
    private boolean failing;

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      if (failing) {
        throw new IllegalStateException("a bug");
      }
      frames.add(frame);
      captures.add(captureMicros);
    }

    @Override
    public void broken() {
      broken++;
    }

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {
      refusals.add(reason);
    }
  }

  /** Hears what is sent to the camera. */
  private final class Ports implements RtpPorts.Opened, RtcpVisitor {
    private final List<InetSocketAddress> sent = new ArrayList<>();
    private final List<Long> reported = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> nacked = new ArrayList<>();
    private int keyframes;
    private boolean closed;

    @Override
    public List<InetSocketAddress> addresses() {
      return List.of(at("127.0.0.1", 40_000));
    }

    @Override
    public ScheduledExecutorService loop() {
      return loop;
    }

    @Override
    public void send(int track, boolean control, InetSocketAddress to, byte[] buffer, int length) {
      assertTrue(control, "RTCP leaves by its own port");
      assertEquals(RtcpParser.Verdict.OK, RtcpParser.parse(buffer, 0, length, this));
      sent.add(to);
    }

    @Override
    public CompletableFuture<Void> close() {
      closed = true;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reportBlock(
        long reporter,
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        long lastReport,
        long delaySinceLast) {
      reported.add(ssrc);
    }

    @Override
    public void cname(long ssrc, byte[] buffer, int offset, int length) {
      String name = new String(buffer, offset, length, java.nio.charset.StandardCharsets.UTF_8);
      if (!names.contains(name)) {
        names.add(name);
      }
    }

    @Override
    public void pli(long mediaSsrc) {
      assertEquals(SSRC, mediaSsrc);
      keyframes++;
    }

    @Override
    public void nack(long mediaSsrc, int sequence) {
      nacked.add(sequence);
    }
  }
}
