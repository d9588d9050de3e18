package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.loadtest.app.Described.Publisher;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.plan.ScenarioReader;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Station;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnHouseTest {
  private static Scenario scenario(String house) {
    return ScenarioReader.read("name: x\ndurationSeconds: 1\nhouse: " + house, "test");
  }

  @Test
  void itsCamerasAreAsTheWordsSayAndOthersAsAlways() throws Exception {
    String words = "[270p15, gop=request, audio=mono, offset=-3s]";
    try (OwnHouse house = OwnHouse.open(scenario("{cameras: {cam-a: [], cam-b: " + words + "}}"))) {
      assertEquals(
          CameraPlan.parse(
              List.of("270p15", "bitrate=700k", "gop=request", "audio=mono", "offset=-3s")),
          house.studio().station("roulette-1/cam-b").plan());
      assertEquals(
          CameraPlan.parse(List.of("360p30", "bitrate=700k")),
          house.studio().station("roulette-1/cam-a").plan());
      for (Station station : house.studio().stations()) {
        station.firstAccepted().get(30, TimeUnit.SECONDS);
      }
      assertEquals(2, house.studio().section().asked());
      assertEquals(0, house.studio().section().failed());
    }
  }

  @Test
  void camerasOfOthersAreSmallToo() {
    Map<String, List<String>> words =
        OwnHouse.described(
            "roulette-1",
            scenario("{cameras: {cam-a: [chromium], cam-b: [ffmpeg, 540p25]}}").house());
    assertEquals(
        new Described(Publisher.CHROMIUM, CameraPlan.parse(List.of("360p30"))),
        Described.parse(words.get("roulette-1/cam-a")));
    assertEquals(
        new Described(Publisher.FFMPEG, CameraPlan.parse(List.of("540p25", "bitrate=700k"))),
        Described.parse(words.get("roulette-1/cam-b")));
  }

  @Test
  void wordsThatMeanNothingAreRefused() {
    assertEquals(
        "unknown word 'blue'; did you mean 'close'?",
        assertThrows(
                ScenarioException.class,
                () -> OwnHouse.open(scenario("{cameras: {cam-a: [blue]}}")))
            .getMessage());
  }
}
