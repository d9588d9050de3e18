package dev.croupier.loadtest.app;

import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.Nearest;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioException;
import java.util.List;

/** Says before a run what of its scenario cannot be done at its target. */
final class Feasible {
  private Feasible() {}

  /**
   * Checks all words and events.
   *
   * @throws ScenarioException one line
   */
  static void check(Scenario scenario, Target target) {
    for (Event event : scenario.events()) {
      switch (event) {
        case Event.Camera camera -> {
          if (!target.ownHouse()) {
            throw new ScenarioException(
                "events.camera: only cameras of an own house; this one says "
                    + camera.label()
                    + ": leave out --url, --whep and --hls");
          }
          known(scenario, "events.camera", camera.camera());
        }
        case Event.Relay _ -> {}
        case Event.Handover handover -> {
          gateway(target, "events.handover");
          if (target.ownHouse()) {
            known(scenario, "events.handover", handover.to());
          }
        }
        case Event.Swap _ -> gateway(target, "events.swap");
        case Event.Reconnect _ -> {}
      }
    }
  }

  private static void gateway(Target target, String key) {
    if (target.foreign()) {
      throw new ScenarioException(key + ": only a gateway can do that; use --url");
    }
  }

  private static void known(Scenario scenario, String key, String signal) {
    List<String> cameras = List.copyOf(scenario.house().cameras().keySet());
    if (!cameras.contains(signal)) {
      throw new ScenarioException(
          key
              + ": there is no camera '"
              + signal
              + "'; did you mean '"
              + Nearest.of(signal, cameras)
              + "'?");
    }
  }
}
