package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.loadtest.studio.TestCard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a camera as a real gateway sees them. */
class StudioFaultsTest {
  private static final String TABLE = "/api/v1/tables/roulette-1";
  private static final String A = "roulette-1/cam-a";

  @TempDir static Path folder;
  private static TestHouse house;
  private Studio studio;

  @BeforeAll
  static void openHouse() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
  }

  @AfterAll
  static void closeHouse() throws Exception {
    house.close();
  }

  @BeforeEach
  void open() {
    studio = new Studio(house.address(), null, house.ground().clock(), house.ground().random(), 11);
  }

  @AfterEach
  void close() {
    studio.close();
  }

  private Station camera(String... words) {
    return studio.add(
        A,
        CameraPlan.parse(List.of(words)),
        (width, height) -> new TestCard(width, height, "A"),
        () -> RoundState.NONE);
  }

  private void say(String... words) {
    for (String word : words) {
      studio.apply(A, Fault.parse(word));
    }
  }

  private JsonNode awaitSize(int width, int height) throws Exception {
    return house.await(
        TABLE,
        null,
        table -> {
          JsonNode signal = table.path("signals").path(0);
          return signal.path("state").asText().equals("live")
              && signal.path("width").asInt() == width
              && signal.path("height").asInt() == height;
        });
  }

  @Test
  void aKilledCameraIsLostAndARevivedOneIsSeenAgain() throws Exception {
    Station camera = camera("size=320x180", "bitrate=300k");
    studio.start();
    house.awaitSignal("cam-a", "live");
    say("kill");
    assertFalse(camera.publishing());
    JsonNode stale = house.awaitSignal("cam-a", "stale");
    assertEquals("no_frames", stale.path("reason").asText(), "nobody told the gateway");
    house.await(TABLE, null, table -> table.path("program").path("signal").isNull());
    long made = camera.counts().frames();
    say("revive");
    house.awaitSignal("cam-a", "live");
    assertTrue(camera.counts().frames() > made);

    say("close");
    house.awaitSignal("cam-a", "lost");
    say("reset");
    house.awaitSignal("cam-a", "live");

    Section section = studio.section();
    assertEquals("studio", section.key());
    assertEquals(1, section.asked());
    assertEquals(0, section.failed());
    assertEquals(
        List.of(A + " kill", A + " revive", A + " close", A + " reset"),
        section.marks().stream().map(Section.Mark::label).toList());
    assertEquals(2, count(section, "republished"));
    assertTrue(count(section, "frames_made") > 0);
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void row20_garbageIsRefusedAndThePictureComesBackWhenPayloadsAreCleanAgain() throws Exception {
    camera("size=320x180", "bitrate=300k");
    studio.start();
    house.awaitSignal("cam-a", "live");
    say("garbage");
    house.await(TABLE, null, table -> table.path("program").path("signal").isNull());
    say("clean");
    house.await(
        TABLE,
        null,
        table ->
            table.path("program").path("signal").asText().equals("cam-a")
                && table.path("signals").path(0).path("state").asText().equals("live"));
  }

  @Test
  void sizeAndRateChangeInTheSameSessionAndProfileAndSoundInAnother() throws Exception {
    Station camera = camera("size=320x180", "bitrate=300k");
    studio.start();
    awaitSize(320, 180);
    say("size=480x270", "rate=25");
    awaitSize(480, 270);
    assertEquals(1, camera.counts().published(), "the same session");
    say("audio=mono", "offset=-3s", "drift=100ppm", "gop=request");
    assertEquals(1, camera.counts().published(), "still the same session");
    say("profile=high", "audio=none", "size=320x180");
    awaitSize(320, 180);
    assertTrue(camera.counts().published() > 1, "another session");
  }

  @Test
  void withoutKeyframesThereIsNoPictureAndALateOneComesLate() throws Exception {
    Station camera = camera("size=320x180", "bitrate=300k", "no-keyframes");
    studio.start();
    camera.firstAccepted().get();
    house.await(
        TABLE,
        null,
        table -> {
          JsonNode signal = table.path("signals").path(0);
          return signal.path("state").asText().equals("stale")
              && signal.path("fps").asDouble() > 20;
        });
    long asked = house.ground().clock().nowMicros();
    say("gop=request", "late-keyframes=700ms");
    house.awaitSignal("cam-a", "live");
    long took = house.ground().clock().nowMicros() - asked;
    assertTrue(took >= 700_000, "after " + took + " µs");
  }

  @Test
  void aCameraWhoseClockIsWrongIsLinedUpAndItsStripIsTrueAndAFrozenOneStandsStill()
      throws Exception {
    camera("size=320x180", "bitrate=300k", "offset=-3s", "drift=100ppm");
    studio.start();
    house.awaitSignal("cam-a", "live");
    try (StripWatch watch = StripWatch.join(house)) {
      for (StripWatch.Seen seen : watch.next(30, 1)) {
        long transit = seen.arrivedMicros() - seen.strip().tableTimeMicros();
        assertTrue(transit >= 0 && transit < 2_000_000, "true time, not 3 s ago: " + transit);
        long off = seen.captureMicros() - seen.strip().tableTimeMicros();
        assertTrue(Math.abs(off) < 2_000_000, "the gateway is off by " + off + " µs");
      }
      say("freeze");
      // What was on its way when the word was said may still move.
      List<StripWatch.Seen> frozen = watch.next(60, 1).subList(30, 60);
      assertEquals(1, frozen.stream().map(StripWatch.Seen::strip).distinct().count());
      assertEquals(30, frozen.stream().map(StripWatch.Seen::captureMicros).distinct().count());
      say("unfreeze");
      List<StripWatch.Seen> moving = watch.next(60, 1).subList(30, 60);
      assertEquals(30, moving.stream().map(StripWatch.Seen::strip).distinct().count());
    }
  }

  @Test
  void aCameraThatThereIsNotAndOneThatIsThereTwiceAreOneLine() {
    Station camera = camera("size=320x180");
    assertEquals(
        "there is no camera 'roulette-1/cam-aa'; did you mean '" + A + "'?",
        assertThrows(
                ScenarioException.class,
                () -> studio.apply("roulette-1/cam-aa", Fault.parse("freeze")))
            .getMessage());
    assertEquals(
        "two cameras are called " + A,
        assertThrows(ScenarioException.class, () -> camera("360p30")).getMessage());
    assertEquals(320, camera.plan().width());
  }
}
