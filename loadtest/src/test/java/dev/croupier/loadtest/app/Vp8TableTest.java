package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.studio.GatewayApi;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
    try (Vp8Wire wire = new Vp8Wire(house, "roulette-1", house.api().demoToken("player", "wire"));
        WhepPlayer player = play(eyes)) {
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
        await(() -> of(small, wire.frames()) >= 60);
        GatewayApi.Answer cut = house.cut("cam-b");
        assertEquals(202, cut.status(), cut.toString());
        await(() -> of(large, wire.frames()) >= 60 && width(eyes.frames) == 480);
      }
      WhepPlayerFigures figures = player.figures().get();
      assertEquals(0, figures.incompleteFrames());
      assertEquals(0, figures.video().givenUp());
      inOneLine(wire.frames());
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
    GatewayApi.Answer cut = house.cut("cam-c");
    assertEquals(422, cut.status());
    assertEquals("incompatible", cut.body().path("code").asText());
    assertEquals("cam-c cannot be shown on roulette-1: codec", cut.body().path("detail").asText());
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
      try (Vp8Wire preview = new Vp8Wire(house, "roulette-1/cam-d", operator)) {
        await(() -> preview.frames().size() >= 45);
        assertEquals(List.of(), preview.strange());
        byte[] first = preview.frames().getFirst().data();
        assertTrue(Vp8.keyframe(first));
        assertEquals(FfmpegSender.WIDTH, Vp8.width(first));
        oneLine(preview.packets());
      }
    }
  }

  /**
   * A camera's frames are those of its clip, one after the other from a keyframe on. What a machine
   * that stands still for a second loses on its way in is missing up to a keyframe.
   */
  private static void inOneLine(List<CodedFrame> frames) {
    for (Vp8Clip clip : List.of(small, large)) {
      Map<ByteBuffer, Integer> numbers = clip.numbers();
      int before = -1;
      int run = 0;
      int longest = 0;
      for (CodedFrame frame : frames) {
        int number = numbers.getOrDefault(ByteBuffer.wrap(frame.data()), -1);
        boolean follows = before >= 0 && number == (before + 1) % clip.frames().size();
        if (number >= 0 && !follows) {
          assertEquals(0, number % Vp8Clip.GOP, number + " after " + before);
        }
        run = number < 0 ? 0 : follows ? run + 1 : 1;
        longest = Math.max(longest, run);
        before = number;
      }
      assertTrue(longest >= 2 * Vp8Clip.GOP, longest + " frames in a row");
    }
  }

  private static void oneProgram(List<ReceivedFrame> frames) {
    List<Integer> widths = new ArrayList<>();
    boolean clamped = false;
    for (int i = 0; i < frames.size(); i++) {
      ReceivedFrame frame = frames.get(i);
      assertTrue(frame.decodable());
      if (frame.keyframe() && !widths.contains(Vp8.width(frame.data()))) {
        widths.add(Vp8.width(frame.data()));
      }
      if (i > 0) {
        ReceivedFrame before = frames.get(i - 1);
        long rtp = frame.rtpTime() - before.rtpTime();
        long capture = frame.captureMicros() - before.captureMicros();
        assertTrue(rtp > 0, "time rises");
        // What comes later than the slate waited for it follows the slate's last frame by a tick.
        if (!clamped && rtp > 1) {
          assertEquals(capture * 9 / 100.0, rtp, 2.0, "RTP time is capture time");
        }
        clamped = rtp == 1;
      }
    }
    assertEquals(List.of(640, 320, 480), widths);
  }

  private static void oneLine(List<Vp8Wire.Numbers> packets) {
    assertTrue(packets.size() >= 45);
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

  /** How many frames of a clip there are. */
  private static long of(Vp8Clip clip, List<CodedFrame> frames) {
    Map<ByteBuffer, Integer> numbers = clip.numbers();
    return frames.stream().filter(f -> numbers.containsKey(ByteBuffer.wrap(f.data()))).count();
  }

  /** The width of the last keyframe. */
  private static int width(List<ReceivedFrame> frames) {
    return frames.stream()
        .filter(ReceivedFrame::keyframe)
        .reduce((_, later) -> later)
        .map(frame -> Vp8.width(frame.data()))
        .orElse(0);
  }

  private static WhepPlayer play(Eyes eyes) throws Exception {
    return house.play(
        house.address().resolve("/whep/roulette-1?join=live"), "watcher", house.transports(), eyes);
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
