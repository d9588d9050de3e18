package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.PeerRefusedException;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhipPublisher;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.VideoDecoder;
import dev.croupier.loadtest.studio.YuvPicture;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real ffmpeg publishes by plain RTP at the real door, beside WHIP on the same signal. */
final class RtpDoorTest {
  private static final String RTP = "/api/v1/tables/roulette-1/signals/cam-a/rtp";
  private static final String WHIP = "/whip/roulette-1/cam-a";
  private static final String[] NO_B_FRAMES = {"-bf", "0", "-tune", "zerolatency"};

  @TempDir Path folder;
  private TestHouse house;
  private String publisher;

  @BeforeEach
  void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
    publisher = house.api().demoToken("publisher", "encoder");
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void ffmpegIsSeenByAViewerAndStrangersAtItsPortsAreNot() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    try (FfmpegSender sender =
            FfmpegSender.start(video, audio, folder.resolve("a.sdp"), NO_B_FRAMES);
        Watcher watcher = new Watcher(house)) {
      HttpResponse<String> answer = put("", publisher, sender.description());
      assertEquals(201, answer.statusCode(), answer.body());
      assertEquals(RTP, answer.headers().firstValue("Location").orElseThrow());
      assertTrue(answer.body().contains("m=video " + video + " RTP/AVP 96"), answer.body());
      assertTrue(answer.body().contains("a=rtcp:" + (audio + 1)), answer.body());

      watcher.await(() -> watcher.pictures(FfmpegSender.WIDTH) >= 15);
      JsonNode signal = house.awaitSignal("cam-a", "live");
      assertEquals(FfmpegSender.WIDTH, signal.path("width").asInt());
      int before = watcher.frames.size();
      strangers(video, audio);
      watcher.await(() -> watcher.frames.size() >= before + 30);

      List<ReceivedFrame> later = watcher.frames.subList(before, before + 30);
      assertTrue(later.stream().allMatch(ReceivedFrame::decodable));
      assertFalse(later.stream().anyMatch(ReceivedFrame::afterLoss));
      assertTrue(watcher.sounds > 20, watcher.sounds + " packets of sound");
      assertEquals(0, watcher.undecodable);

      // Its own end is told by RTCP, and frees the signal long before it would be called silent.
      sender.quit();
      assertEquals("bye", house.awaitSignal("cam-a", "lost").path("reason").asText());
    }
  }

  @Test
  void x264AsItComesIsRefusedForItsBFramesAndTheDoorIsFreeAgain() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    try (FfmpegSender sender =
        FfmpegSender.start(video, audio, folder.resolve("b.sdp"), "-preset", "veryfast")) {
      String sdp = sender.description();
      assertEquals(201, put("", publisher, sdp).statusCode());
      JsonNode signal = house.awaitSignal("cam-a", "refused");
      assertEquals("b_frames", signal.path("reason").asText());
    }
    try (FfmpegSender sender =
        FfmpegSender.start(video, audio, folder.resolve("c.sdp"), NO_B_FRAMES)) {
      assertEquals(201, put("", publisher, sender.description()).statusCode());
      house.awaitSignal("cam-a", "live");
      assertEquals(200, delete(publisher).statusCode());
      assertEquals("closed", house.awaitSignal("cam-a", "lost").path("reason").asText());
      assertEquals(404, delete(publisher).statusCode());
    }
  }

  @Test
  void takeoverIsAskedForAndViewersNoticeOnlyTheOtherPicture() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    CameraStation first = house.testCard("roulette-1/cam-a", 1);
    first.start();
    house.awaitSignal("cam-a", "live");
    try (FfmpegSender sender =
            FfmpegSender.start(video, audio, folder.resolve("d.sdp"), NO_B_FRAMES);
        Watcher watcher = new Watcher(house)) {
      watcher.await(() -> watcher.pictures(640) >= 15);
      String sdp = sender.description();
      HttpResponse<String> refused = put("", publisher, sdp);
      assertEquals(409, refused.statusCode());
      assertTrue(refused.body().contains("\"signal_taken\""), refused.body());

      assertEquals(201, put("?takeover=1", publisher, sdp).statusCode());
      watcher.await(() -> watcher.pictures(FfmpegSender.WIDTH) >= 15);
      assertEquals(1, watcher.closed.getCount(), "the viewer's session goes on");
      assertTrue(watcher.frames.stream().allMatch(ReceivedFrame::decodable));
      assertEquals(0, watcher.undecodable);
      assertTrue(watcher.rises(), "time never runs backwards");

      // The owner's own second PUT begins anew; others are refused, and may take over by WHIP.
      assertEquals(200, put("", publisher, sdp.replace(" " + video + " ", " 0 ")).statusCode());
      watcher.forget();
      watcher.await(() -> watcher.pictures(FfmpegSender.WIDTH) >= 15);
      String other = house.api().demoToken("publisher", "other");
      assertEquals(409, put("", other, sdp).statusCode());
      assertEquals(404, delete(other).statusCode());
      first.close();
      Closing taken = new Closing();
      WhipPublisher whip = publish(WHIP + "?takeover=1", other, taken);
      whip.ready().get(10, TimeUnit.SECONDS);
      assertEquals(404, delete(publisher).statusCode(), "the RTP publish is over");
      try (WhipPublisher back = publish(WHIP + "?takeover=1", publisher, new Closing())) {
        assertTrue(taken.closed.await(10, TimeUnit.SECONDS), "the taken one hears of its end");
        back.ready().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aWrongSecondDescriptionOfTheOwnerEndsNothing() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    try (FfmpegSender sender =
            FfmpegSender.start(video, audio, folder.resolve("f.sdp"), NO_B_FRAMES);
        Watcher watcher = new Watcher(house)) {
      String sdp = sender.description();
      assertEquals(201, put("", publisher, sdp).statusCode());
      watcher.await(() -> watcher.pictures(FfmpegSender.WIDTH) >= 15);
      String line = "m=video " + video + " ";
      refused(422, "port_not_allowed", put("", publisher, sdp.replace(line, "m=video 80 ")));
      refused(400, "bad_sdp", put("", publisher, sdp.replace(line, "m=video x ")));
      refused(422, "no_common_codec", put("", publisher, sdp.replace("H264", "H265")));
      try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        String other = sdp.replace(line, "m=video " + taken.getLocalPort() + " ");
        refused(409, "port_taken", put("", publisher, other));
      }
      int before = watcher.frames.size();
      watcher.await(() -> watcher.frames.size() >= before + 30);
      assertEquals("live", house.awaitSignal("cam-a", "live").path("state").asText());
      assertFalse(
          watcher.frames.subList(before, before + 30).stream().anyMatch(ReceivedFrame::afterLoss));
      assertEquals(0, watcher.undecodable);
    }
  }

  @Test
  void afterAnUncleanDeathTheNextPublisherIsLetInWithinFiveSeconds() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    try (FfmpegSender sender =
        FfmpegSender.start(video, audio, folder.resolve("e.sdp"), NO_B_FRAMES)) {
      String sdp = sender.description();
      assertEquals(201, put("", publisher, sdp).statusCode());
      house.awaitSignal("cam-a", "live");
      String other = house.api().demoToken("publisher", "other");
      assertEquals(409, put("", other, sdp).statusCode());
      sender.kill();
      long died = house.ground().clock().nowMicros();
      int status = 409;
      while (status == 409) {
        LockSupport.parkNanos(100_000_000);
        // The very ports of the dead one, which still holds them.
        status = put("", other, sdp).statusCode();
        assertTrue(house.ground().clock().nowMicros() - died < 5_000_000, "still " + status);
      }
      assertEquals(201, status);
    }
  }

  @Test
  void badDescriptionsAndPortsAreRefusedByType() throws Exception {
    String good =
        """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        m=video %d RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1
        """;
    refused(400, "bad_sdp", put("", publisher, ""));
    refused(400, "bad_sdp", put("", publisher, "v=0\r\nm=video\r\n"));
    refused(422, "no_common_codec", put("", publisher, good.formatted(0).replace("H264", "H265")));
    refused(422, "multicast", put("", publisher, good.formatted(0).replace("127.0.0", "239.0.0")));
    refused(422, "port_not_allowed", put("", publisher, good.formatted(80)));
    refused(401, "unauthorized", put("", publisher + "x", good.formatted(0)));
    refused(403, "forbidden", put("", house.api().demoToken("player", "ann"), good.formatted(0)));
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      refused(409, "port_taken", put("", publisher, good.formatted(taken.getLocalPort())));
    }
    assertEquals("no_publisher", house.awaitSignal("cam-a", "lost").path("reason").asText());
    assertEquals(201, put("", publisher, good.formatted(0)).statusCode());
  }

  /** hardening.md row 23: a token cannot open ports without end. */
  @Test
  void aTableHasEightSignalsAndNoMoreAndOnlyTheOwnerEndsThem() throws Exception {
    String sdp =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
    for (int i = 0; i < 6; i++) {
      assertEquals(201, put(RTP.replace("cam-a", "new-" + i), "", publisher, sdp).statusCode());
    }
    refused(409, "signal_taken", put(RTP.replace("cam-a", "new-6"), "", publisher, sdp));
    assertEquals(201, put("", publisher, sdp).statusCode());
    assertEquals(404, delete(house.api().demoToken("publisher", "other")).statusCode());
    assertEquals(200, delete(publisher).statusCode());
  }

  private void refused(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"" + code + "\""), answer.body());
  }

  /** Well-formed packets of sources of their own, and bytes of none. */
  private static void strangers(int... ports) throws Exception {
    Random random = new Random(6);
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 300; i++) {
        byte[] packet = new byte[12 + random.nextInt(1_400)];
        random.nextBytes(packet);
        if (i % 3 != 0) {
          int type = i % 2 == 0 ? 96 : 97;
          ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) type).putShort((short) i);
        }
        int port = ports[i % ports.length] + (i % 7 == 0 ? 1 : 0);
        stranger.send(
            new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  private HttpResponse<String> put(String query, String token, String sdp) throws Exception {
    return put(RTP, query, token, sdp);
  }

  private HttpResponse<String> put(String path, String query, String token, String sdp)
      throws Exception {
    return send(
        HttpRequest.newBuilder(house.address().resolve(path + query))
            .header("Content-Type", "application/sdp")
            .header("Authorization", "Bearer " + token)
            .PUT(HttpRequest.BodyPublishers.ofString(sdp))
            .build());
  }

  private HttpResponse<String> delete(String token) throws Exception {
    return send(
        HttpRequest.newBuilder(house.address().resolve(RTP))
            .header("Authorization", "Bearer " + token)
            .DELETE()
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return house.api().http().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private WhipPublisher publish(String path, String token, WhipPublisher.Listener listener)
      throws Exception {
    return WhipPublisher.publish(
        house.address().resolve(path),
        token,
        "42e01f",
        house.api().http(),
        house.transports(),
        house.ground().clock(),
        house.ground().random(),
        listener);
  }

  private static final class Closing implements WhipPublisher.Listener {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void keyframeRequested() {
      // It sends no picture.
    }

    @Override
    public void closed(String reason) {
      closed.countDown();
    }
  }

  /** A native viewer of the program that decodes what comes. */
  private static final class Watcher implements WhepPlayer.Listener, AutoCloseable {
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
    private final List<Integer> widths = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ClientTransports transports;
    private final VideoDecoder decoder = new VideoDecoder();
    private final WhepPlayer player;
    private volatile int sounds;
    private volatile int undecodable;

    private Watcher(TestHouse house) throws Exception {
      transports =
          new ClientTransports(
              1, InetAddress.getLoopbackAddress(), house.ground().clock(), house.ground().random());
      player = play(house);
    }

    private WhepPlayer play(TestHouse house) throws PeerRefusedException, Exception {
      return house.play(house.address().resolve("/whep/roulette-1"), "watcher", transports, this);
    }

    @Override
    public void frame(ReceivedFrame frame) {
      Optional<YuvPicture> picture = decoder.decodeLengthPrefixed(frame.data());
      if (picture.isEmpty()) {
        undecodable++;
      } else {
        widths.add(picture.get().width());
      }
      frames.add(frame);
    }

    @Override
    public void audio(long rtpTime, long captureMicros, long arrivalMicros) {
      sounds++;
    }

    @Override
    public void closed(String reason) {
      closed.countDown();
    }

    private long pictures(int width) {
      return widths.stream().filter(w -> w == width).count();
    }

    private void forget() {
      widths.clear();
    }

    private boolean rises() {
      for (int i = 1; i < frames.size(); i++) {
        if (frames.get(i).rtpTime() <= frames.get(i - 1).rtpTime()) {
          return false;
        }
      }
      return true;
    }

    private void await(BooleanSupplier wanted) {
      for (int i = 0; i < 1_500; i++) {
        if (wanted.getAsBoolean()) {
          return;
        }
        LockSupport.parkNanos(20_000_000);
      }
      throw new AssertionError(frames.size() + " frames, widths " + widths);
    }

    @Override
    public void close() throws Exception {
      player.close();
      assertTrue(closed.await(10, TimeUnit.SECONDS));
      transports.close();
    }
  }
}
