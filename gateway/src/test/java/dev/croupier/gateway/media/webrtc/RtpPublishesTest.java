package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.TableRules;
import dev.croupier.gateway.media.fanout.TableTiming;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.net.RtpPortRange;
import dev.croupier.gateway.media.net.RtpSockets;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a second description does to a publish that lives: over real sockets, to a real table. */
final class RtpPublishesTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final SignalName CAM = new SignalName("cam-a");
  private static final String OWNER = "encoder";
  private static final String VIDEO =
      "m=video %d RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n";
  private static final String VIDEO_AND_RTCP = "m=video %d RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
  private static final String SOUND =
      "m=audio %d RTP/AVP 97\r\na=rtpmap:97 opus/48000/2\r\na=rtcp-mux\r\n";

  private final Random random = new Random(8);
  private final ManualClock clock = new ManualClock();
  private final TransportCounters counters = new TransportCounters();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger shown = new AtomicInteger();
  private final Sender sender = new Sender(7, 1, 1);
  private final TableMedia table =
      new TableMedia(
          new TableId("roulette-1"),
          TableRules.usual(Codec.VP8, List.of()),
          List.of(CAM),
          CAM,
          TableTiming.usual(700_000),
          clock,
          loop,
          random,
          () -> "program");
  private final RtpSockets sockets = new RtpSockets(HERE, HERE, RtpPortRange.ANY, clock, counters);
  private final RtpPublishes publishes = new RtpPublishes(sockets, clock, random, counters);
  private DatagramSocket encoder;
  private int port;

  @BeforeEach
  void goLive() throws Exception {
    encoder = new DatagramSocket(0, HERE);
    table
        .preview(CAM)
        .orElseThrow()
        .add(
            new Viewer() {
              @Override
              public void onFrame(ProgramFrame frame) {
                if (frame.codec().video()) {
                  shown.incrementAndGet();
                }
              }

              @Override
              public void onEnd() {
                // The table closes.
              }
            });
    port = portOf(publish(VIDEO.formatted(0)));
    awaitPictures();
  }

  @AfterEach
  void close() {
    encoder.close();
    publishes.closeAll();
    table.close();
    sockets.close();
    loop.shutdownNow();
  }

  @Test
  void aWrongDescriptionOfTheOwnerLeavesItsLivePublishAsItIs() throws Exception {
    try (DatagramSocket other = new DatagramSocket(0, HERE)) {
      int taken = other.getLocalPort();
      refused("port_not_allowed", VIDEO.formatted(80));
      refused("port_not_allowed", VIDEO.formatted(0) + SOUND.formatted(80));
      refused("port_taken", VIDEO.formatted(taken));
      refused("port_taken", VIDEO.formatted(0) + SOUND.formatted(taken));
      refused("port_taken", VIDEO.formatted(port) + SOUND.formatted(port));
      refused("no_common_codec", VIDEO.formatted(0).replace("VP8", "H265"));
      refused("bad_sdp", "m=video");
      refused("multicast", "c=IN IP4 239.0.0.1\r\n" + VIDEO.formatted(0));
    }
    assertTrue(isHeld(port));
    assertEquals(1, publishes.size());
    assertEquals(1, sockets.publishes(), "nothing that was opened for the wrong ones is left");
    awaitPictures();
  }

  @Test
  void aPortForRtcpThatIsTakenIsFoundBeforeTheEarlierOneGivesUpItsOwn() throws Exception {
    try (DatagramSocket other = new DatagramSocket(null)) {
      other.bind(new InetSocketAddress(HERE, port + 1));
      refused("port_taken", VIDEO_AND_RTCP.formatted(port));
    }
    awaitPictures();
    assertEquals(port, portOf(publish(VIDEO_AND_RTCP.formatted(port))));
    assertTrue(isHeld(port + 1));
    awaitPictures();
  }

  @Test
  void aRightDescriptionOfTheOwnerTakesItsPlaceAtTheSamePort() throws Exception {
    RtpPublishes.Created again =
        publishes.publish(table, CAM, false, sdp(VIDEO.formatted(0) + SOUND.formatted(0)), OWNER);
    assertTrue(again.replaced());
    assertEquals(port, portOf(again.answer()));
    awaitPictures();
    assertEquals(1, publishes.size());
    assertEquals(1, sockets.publishes());

    int elsewhere;
    try (DatagramSocket free = new DatagramSocket(0, HERE)) {
      elsewhere = free.getLocalPort();
    }
    int before = port;
    port = portOf(publish(VIDEO.formatted(elsewhere)));
    assertEquals(elsewhere, port);
    assertFalse(isHeld(before), "the port that it left is free when the answer comes");
    awaitPictures();
  }

  @Test
  void anotherOwnerWithoutTakeoverLeavesItAsItIs() throws Exception {
    MediaRefusal refusal =
        assertThrows(
            MediaRefusal.class,
            () -> publishes.publish(table, CAM, false, sdp(VIDEO.formatted(0)), "another"));
    assertEquals("signal_taken", refusal.code());
    assertEquals(1, sockets.publishes());
    awaitPictures();
  }

  private String publish(String media) throws Exception {
    return publishes.publish(table, CAM, false, sdp(media), OWNER).answer();
  }

  private void refused(String code, String media) {
    assertEquals(code, assertThrows(MediaRefusal.class, () -> publish(media)).code());
  }

  private static String sdp(String media) {
    return "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n" + media;
  }

  private static int portOf(String answer) {
    Matcher line = Pattern.compile("m=video (\\d+) ").matcher(answer);
    assertTrue(line.find(), answer);
    return Integer.parseInt(line.group(1));
  }

  private static boolean isHeld(int port) {
    try (DatagramSocket mine = new DatagramSocket(port, HERE)) {
      return !mine.isBound();
    } catch (SocketException _) {
      return true;
    }
  }

  /** The encoder goes on sending, and what it sends now is seen. */
  private void awaitPictures() throws Exception {
    int before = shown.get();
    for (int i = 0; shown.get() < before + 5; i++) {
      assertTrue(i < 1_000, "only " + (shown.get() - before) + " pictures");
      byte[] picture = Vp8Frames.key(640, 360, 100, random);
      byte[] payload = new byte[1 + picture.length];
      payload[0] = 0x10; // a partition begins (RFC 7741 section 4.2)
      System.arraycopy(picture, 0, payload, 1, picture.length);
      byte[] packet = sender.packet(payload, true);
      sender.pause(3_000);
      encoder.send(new DatagramPacket(packet, packet.length, HERE, port));
      clock.advance(33_333);
      boolean _ = new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
    }
  }
}
