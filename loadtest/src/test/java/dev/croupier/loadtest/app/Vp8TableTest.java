package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.Vp8;
import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.studio.GatewayApi;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in VP8 between native publishers and viewers, over real sockets. */
final class Vp8TableTest {
  private static final String TABLE =
      """
      tables:
        - id: roulette-1
          game: roulette
          signals: [cam-a, cam-b, cam-c]
          slate: {codec: vp8, width: 640, height: 360, fps: 30}
      """;

  private static final String RTP = "/api/v1/tables/roulette-1/signals/cam-d/rtp";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Vp8Clip small;
  private static Vp8Clip large;

  @BeforeAll
  static void open() throws Exception {
    small = Vp8Clip.make(folder.resolve("small.ivf"), 320, 180);
    large = Vp8Clip.make(folder.resolve("large.ivf"), 480, 270);
    house = TestHouse.open(folder.resolve("data"), TABLE);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  private static final class Eyes implements WhepPlayer.Listener {
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();

    @Override
    public void frame(ReceivedFrame frame) {
      frames.add(frame);
    }
  }

  @Test
  void slateAndTwoCamerasReachViewersByteByByteAndNoNumberJumpsAtACut() throws Exception {
    Eyes eyes = new Eyes();
    try (ClientTransports transports =
            new ClientTransports(
                1,
                InetAddress.getLoopbackAddress(),
                false,
                DtlsSettings.standard(),
                house.ground().clock(),
                new SecureRandom());
        Vp8Wire wire = new Vp8Wire(house, "roulette-1");
        WhepPlayer player =
            play("roulette-1", house.api().demoToken("player", "watcher"), transports, eyes)) {
      assertEquals(Codec.VP8, wire.terms().video().codec());
      assertEquals(96, wire.terms().video().payloadType());
      assertEquals(97, wire.terms().video().rtxPayloadType());
      await(() -> eyes.frames.size() >= 20);
      assertEquals(640, Vp8.width(eyes.frames.getFirst().data()), "the slate, before any camera");

      try (Vp8Camera a = new Vp8Camera(house, "roulette-1/cam-a", small);
          Vp8Camera b = new Vp8Camera(house, "roulette-1/cam-b", large)) {
        JsonNode signal = house.awaitSignal("cam-a", "live");
        assertEquals("vp8", signal.path("codec").asText());
        assertEquals(320, signal.path("width").asInt());
        assertEquals(480, house.awaitSignal("cam-b", "live").path("width").asInt());
        await(() -> of(small, eyes.frames).size() >= 60);
        GatewayApi.Answer cut = cut("cam-b");
        assertEquals(202, cut.status(), cut.toString());
        await(() -> of(large, eyes.frames).size() >= 60);
      }
      WhepPlayerFigures figures = player.figures().get();
      assertEquals(0, figures.incompleteFrames());
      assertEquals(0, figures.video().givenUp());
      inOneLine(eyes.frames);
      oneProgram(eyes.frames);
      oneLine(wire.packets());
      assertEquals(List.of(), wire.strange());
    }
  }

  @Test
  void whatATableInVp8CannotDoIsSaidByType() throws Exception {
    String viewer = house.api().demoToken("player", "somebody");
    HttpResponse<String> refused =
        Vp8Wire.post(house, "roulette-1", viewer, Vp8Wire.offerOf(house, "H264"));
    assertEquals(422, refused.statusCode(), refused.body());
    assertTrue(refused.body().contains("\"no_common_codec\""), refused.body());
    HttpResponse<String> taken =
        Vp8Wire.post(house, "roulette-1", viewer, Vp8Wire.offerOf(house, "VP8"));
    assertEquals(201, taken.statusCode(), taken.body());
    assertTrue(taken.body().contains("a=rtpmap:96 VP8/90000"), taken.body());
    assertTrue(taken.body().contains("a=rtpmap:97 rtx/90000"), taken.body());
    assertTrue(taken.body().lines().noneMatch(line -> line.startsWith("a=fmtp:96")), taken.body());

    GatewayApi.Answer hls = house.api().get("/hls/roulette-1/index.m3u8", viewer);
    assertEquals(422, hls.status());
    assertEquals("no_common_codec", hls.body().path("code").asText());

    house.testCard("roulette-1/cam-c", 1).start();
    JsonNode signal = house.awaitSignal("cam-c", "live");
    assertEquals("codec", signal.path("reason").asText());
    assertEquals("h264", signal.path("codec").asText());
    GatewayApi.Answer cut = cut("cam-c");
    assertEquals(422, cut.status());
    assertEquals("incompatible", cut.body().path("code").asText());
    assertEquals(
        "cam-c is h264, the program of roulette-1 vp8", cut.body().path("detail").asText());
    String preview = "roulette-1/cam-c";
    String operator = house.api().demoToken("operator", "test");
    assertEquals(
        422, Vp8Wire.post(house, preview, operator, Vp8Wire.offerOf(house, "VP8")).statusCode());
    assertEquals(
        201, Vp8Wire.post(house, preview, operator, Vp8Wire.offerOf(house, "H264")).statusCode());
  }

  @Test
  void ffmpegsOwnPacketsOfVp8AreTakenByPlainRtp() throws Exception {
    int video = FfmpegSender.freePort();
    int audio = FfmpegSender.freePort();
    String publisher = house.api().demoToken("publisher", "encoder");
    Eyes eyes = new Eyes();
    try (FfmpegSender sender = FfmpegSender.startVp8(video, audio, folder.resolve("a.sdp"))) {
      HttpResponse<String> answer =
          house
              .api()
              .http()
              .send(
                  HttpRequest.newBuilder(house.address().resolve(RTP))
                      .header("Authorization", "Bearer " + publisher)
                      .header("Content-Type", "application/sdp")
                      .PUT(HttpRequest.BodyPublishers.ofString(sender.description()))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("a=rtpmap:96 VP8/90000"), answer.body());
      JsonNode signal = house.awaitSignal("cam-d", "live");
      assertEquals("vp8", signal.path("codec").asText());
      assertEquals(FfmpegSender.WIDTH, signal.path("width").asInt());
      assertTrue(signal.path("reason").isMissingNode() || signal.path("reason").isNull());
      String operator = house.api().demoToken("operator", "test");
      try (WhepPlayer preview = play("roulette-1/cam-d", operator, house.transports(), eyes)) {
        await(() -> eyes.frames.size() >= 45);
        assertEquals(0, preview.figures().get().incompleteFrames());
      }
      assertEquals(FfmpegSender.WIDTH, Vp8.width(eyes.frames.getFirst().data()));
      assertTrue(eyes.frames.stream().allMatch(ReceivedFrame::decodable));
    }
  }

  /** Every frame of a camera is one of its clip, in the clip's order. */
  private static void inOneLine(List<ReceivedFrame> frames) {
    for (Vp8Clip clip : List.of(small, large)) {
      List<Integer> numbers = of(clip, frames);
      assertEquals(0, numbers.getFirst() % Vp8Clip.GOP, "it begins with a keyframe");
      for (int i = 1; i < numbers.size(); i++) {
        int expected = (numbers.get(i - 1) + 1) % clip.frames().size();
        assertEquals(expected, numbers.get(i), "frame " + i + " of " + numbers);
      }
    }
  }

  private static void oneProgram(List<ReceivedFrame> frames) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      ReceivedFrame frame = frames.get(i);
      assertTrue(frame.decodable());
      if (frame.keyframe()) {
        int width = Vp8.width(frame.data());
        if (widths.isEmpty() || widths.getLast() != width) {
          widths.add(width);
        }
      }
      if (i > 0) {
        ReceivedFrame before = frames.get(i - 1);
        long rtp = frame.rtpTime() - before.rtpTime();
        long capture = frame.captureMicros() - before.captureMicros();
        assertTrue(rtp > 0, "time rises");
        // A tick of either clock is a rounding.
        assertEquals(capture * 9 / 100.0, rtp, 2.0, "RTP time is capture time");
      }
    }
    assertEquals(List.of(640, 320, 480), widths.subList(0, 3));
  }

  private static void oneLine(List<Vp8Wire.Numbers> packets) {
    assertTrue(packets.size() > 150);
    for (int i = 1; i < packets.size(); i++) {
      Vp8Wire.Numbers before = packets.get(i - 1);
      Vp8Wire.Numbers packet = packets.get(i);
      assertEquals((before.sequence() + 1) & 0xFFFF, packet.sequence());
      int pictures = before.marker() ? 1 : 0;
      assertEquals((before.pictureId() + pictures) & 0x7FFF, packet.pictureId());
      assertEquals(before.marker(), packet.begins());
      assertEquals(before.marker(), before.rtpTime() != packet.rtpTime());
    }
  }

  private static List<Integer> of(Vp8Clip clip, List<ReceivedFrame> frames) {
    Map<ByteBuffer, Integer> numbers = clip.numbers();
    List<Integer> found = new ArrayList<>();
    for (ReceivedFrame frame : frames) {
      Integer number = numbers.get(ByteBuffer.wrap(frame.data()));
      if (number != null) {
        found.add(number);
      }
    }
    return found;
  }

  private static WhepPlayer play(String path, String token, ClientTransports transports, Eyes eyes)
      throws Exception {
    return WhepPlayer.play(
        house.address().resolve("/whep/" + path),
        token,
        "",
        house.api().http(),
        transports,
        house.ground().clock(),
        house.ground().random(),
        eyes);
  }

  private static GatewayApi.Answer cut(String to) throws Exception {
    return house
        .api()
        .post(
            "/api/v1/tables/roulette-1/handovers",
            house.api().demoToken("operator", "test"),
            "cut-to-" + to,
            GatewayApi.object().put("to", to));
  }

  private static void await(BooleanSupplier wanted) {
    for (int i = 0; i < 1_500; i++) {
      if (wanted.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("did not come about in half a minute");
  }
}
