package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Station;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnHouseTest {
  @Test
  void itsCamerasAreAsTheWordsSayAndOthersAsAlways() throws Exception {
    List<String> words = List.of("270p15", "gop=request", "audio=mono", "offset=-3s");
    try (OwnHouse house = OwnHouse.open("roulette-1", Map.of("cam-b", words))) {
      assertEquals(
          CameraPlan.parse(words), house.studio().station("roulette-1/cam-b").plan());
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
  void wordsThatMeanNothingAndCamerasThatThereAreNotAreRefused() {
    assertEquals(
        "unknown word 'blue'; did you mean 'close'?",
        assertThrows(
                ScenarioException.class,
                () -> OwnHouse.open("roulette-1", Map.of("cam-a", List.of("blue"))))
            .getMessage());
    assertEquals(
        "there is no camera 'roulette-1/cam-c'; did you mean 'roulette-1/cam-a'?",
        assertThrows(
                ScenarioException.class,
                () -> OwnHouse.open("roulette-1", Map.of("cam-c", List.of())))
            .getMessage());
  }
}
