package dev.croupier.loadtest.app;

import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.Nearest;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.studio.Fault;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Says before a run what of its scenario cannot be done at its target. */
final class Feasible {
  private Feasible() {}

  /**
   * Checks all words and events.
   *
   * @throws ScenarioException one line
   */
  static void check(Scenario scenario, Target target) {
    scenario
        .house()
        .cameras()
        .forEach((signal, words) -> said("house.cameras." + signal, () -> Described.parse(words)));
    scenario.relay().ifPresent(relay -> network("relay", relay.up(), relay.down(), target));
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
          Described changed = Described.parse(scenario.house().cameras().get(camera.camera()));
          camera.faults().forEach(word -> said("events.do", () -> fault(changed, word)));
        }
        case Event.Relay relay -> network("events.relay", relay.up(), relay.down(), target);
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

  private static Fault fault(Described camera, String word) {
    Fault fault = Fault.parse(word);
    camera.by().check(fault);
    return fault;
  }

  private static void network(String key, String up, String down, Target target) {
    said(key + ".up", () -> Impairment.parse(up == null ? "" : up));
    said(key + ".down", () -> Impairment.parse(down == null ? "" : down));
    for (URI address : new URI[] {target.url(), target.whep(), target.hls()}) {
      if (address != null && !"http".equals(address.getScheme())) {
        throw new ScenarioException(
            key + ": the relay cannot look into TLS; " + address + " must begin with http:");
      }
    }
  }

  /** Parses words of another package; its complaint then says where they stand. */
  private static void said(String key, Supplier<?> words) {
    try {
      Object _ = words.get();
    } catch (ScenarioException e) {
      throw new ScenarioException(key + ": " + e.getMessage());
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
