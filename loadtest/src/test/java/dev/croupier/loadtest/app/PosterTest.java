package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.croupier.loadtest.studio.StripReader;
import dev.croupier.loadtest.studio.StripReading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stills of a camera that publishes over WHIP, by HTTP and on the pages of Chromium. */
final class PosterTest {
  private static final int CAMERA = 31;
  private static final long SECOND_NANOS = 1_050_000_000L;

  /** A second, and what a busy machine takes to make, send and decode a picture. */
  private static final long OLDEST_MICROS = 2_500_000;

  /** What the page shows in each of its frames: 1 the poster, 2 the video. */
  private static final String EYES =
      """
      window.seen = [];
      (function look() {
        const stage = document.querySelector('#stage');
        if (stage !== null) {
          const still = stage.querySelector('img.poster');
          window.seen.push(
            (still?.complete && still.naturalWidth > 0 ? 1 : 0) + (stage.querySelector('video.on') ? 2 : 0));
        }
        requestAnimationFrame(look);
      })();
      """;

  @TempDir Path folder;

  @Test
  void aPosterIsWhatTheCameraSawASecondAgoAtMostHoweverLongItsGroupsOfPicturesAre()
      throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient()) {
      house
          .testCard(
              "roulette-1/cam-a", CAMERA, "360p30", "bitrate=700k", "gop=5s", "late-keyframes=60s")
          .start();
      house.awaitSignal("cam-a", "live");
      long before = 0;
      for (int i = 0; i < 4; i++) {
        long asked = house.ground().clock().nowMicros();
        StripReading.Frame strip = strip(poster(house, http));
        assertEquals(CAMERA, strip.cameraId());
        assertTrue(strip.tableTimeMicros() > before, "another picture each second");
        long age = asked - strip.tableTimeMicros();
        assertTrue(age < OLDEST_MICROS, "it is " + age + " µs old");
        before = strip.tableTimeMicros();
        LockSupport.parkNanos(SECOND_NANOS);
      }
    }
  }

  @Test
  void pagesShowItUntilTheFirstLivePicture() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        HttpClient http = HttpClient.newHttpClient();
        Chromium chromium = Chromium.start()) {
      house.testCard("roulette-1/cam-a", CAMERA, "360p30", "bitrate=700k", "gop=1s").start();
      house.awaitSignal("cam-a", "live");
      poster(house, http);
      Page page = chromium.page(1280, 720);
      page.addInitScript(EYES);
      Deque<Route> held = new ArrayDeque<>();
      page.route("**/whep/**", held::add);
      page.navigate(house.address().resolve("/play/roulette-1").toString());
      page.waitForFunction(
          "() => document.querySelector('#stage img.poster')?.naturalWidth === 640");
      page.waitForFunction("() => window.seen.at(-1) === 1");
      assertBarsAreSeen(page, poster(house, http));
      while (held.isEmpty()) {
        page.waitForTimeout(50);
      }
      page.unroute("**/whep/**");
      held.forEach(Route::resume);
      page.waitForFunction("() => window.seen.at(-1) === 2");
      List<?> seen = (List<?>) page.evaluate("() => window.seen");
      List<?> since = seen.subList(seen.indexOf(1), seen.size());
      assertTrue(since.stream().noneMatch(shown -> shown.equals(0)), "never nothing: " + since);

      Page lobby = chromium.page(1280, 720);
      lobby.route("**/whep/**", _ -> {});
      lobby.navigate(house.address().resolve("/").toString());
      lobby.waitForFunction(
          "() => document.querySelector('.card .pv img.poster')?.naturalWidth === 640");
      assertEquals("", lobby.textContent(".nopic"));
    }
  }

  private static BufferedImage poster(TestHouse house, HttpClient http) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(house.address().resolve("/api/v1/tables/roulette-1/poster.jpg"))
            .header("Authorization", "Bearer " + house.api().demoToken("player", "pia"))
            .build();
    for (int i = 0; i < 20; i++) {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
      }
      assertEquals(503, answer.statusCode());
      // The camera's clock settles before it is on air.
      LockSupport.parkNanos(SECOND_NANOS / 4);
    }
    throw new AssertionError("no poster came");
  }

  private static StripReading.Frame strip(BufferedImage picture) {
    byte[] luma = new byte[picture.getWidth() * picture.getHeight()];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        luma[y * picture.getWidth() + x] = (byte) (picture.getRGB(x, y) >> 8);
      }
    }
    return assertInstanceOf(
        StripReading.Frame.class,
        StripReader.read(luma, 0, picture.getWidth(), picture.getWidth(), picture.getHeight()));
  }

  /** The card's seven bars at its top, where nothing else lies: they have the poster's colours. */
  private static void assertBarsAreSeen(Page page, BufferedImage poster) throws Exception {
    BufferedImage screen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
    for (int bar = 0; bar < 7; bar++) {
      int x = (2 * bar + 1) * 1280 / 14;
      int y = 112;
      // The lowest 16 of 720 lines are outside the stage.
      int there = poster.getRGB(x / 2, y * 360 / 736);
      int here = screen.getRGB(x, y);
      for (int shift : new int[] {16, 8, 0}) {
        int off = Math.abs((here >> shift & 0xFF) - (there >> shift & 0xFF));
        assertTrue(off < 40, "bar " + bar + ": " + Integer.toHexString(here));
      }
    }
  }
}
