package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera whose encoder goes on with one picture, as a whole gateway sees it. */
final class FrozenPictureTest {
  private static final String TABLE = "/api/v1/tables/roulette-1";
  private static final String WATCHED =
      TestHouse.ROULETTE + "    failover: {frozenAfterMs: 2000, leavesFrozen: true}\n";

  @TempDir Path folder;

  @Test
  void aFrozenCameraGivesWayToTheNextAndSaysSoUntilItMoves() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), WATCHED)) {
      CameraStation a = house.testCard("roulette-1/cam-a", 41);
      a.start();
      house.awaitSignal("cam-a", "live");
      house.testCard("roulette-1/cam-b", 42).start();
      house.awaitSignal("cam-b", "live");
      awaitAir(house, "cam-a");
      a.apply(Fault.parse("freeze"));
      awaitAir(house, "cam-b");
      assertEquals("frozen", reason(house));
      a.apply(Fault.parse("unfreeze"));
      house.await(TABLE, null, table -> table.at("/signals/0/reason").isMissingNode());
      assertEquals("cam-b", onAir(house));
    }
  }

  private static void awaitAir(TestHouse house, String signal) throws Exception {
    house.await(TABLE, null, table -> table.at("/program/signal").asText().equals(signal));
  }

  private static String onAir(TestHouse house) throws Exception {
    return house.api().get(TABLE, null).body().at("/program/signal").asText();
  }

  private static String reason(TestHouse house) throws Exception {
    return house
        .await(TABLE, null, table -> !table.at("/signals/0/reason").isMissingNode())
        .at("/signals/0/reason")
        .asText();
  }
}
