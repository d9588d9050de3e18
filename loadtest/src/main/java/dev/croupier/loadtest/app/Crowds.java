package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.viewer.BettorRun;
import dev.croupier.loadtest.viewer.ViewerRun;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the crowds that a scenario asks for, at a place. */
final class Crowds {
  private final Scenario scenario;
  private final Place place;
  private final HttpClient http;
  private final ClientTransports transports;
  private final SplittableRandom random;
  private final List<Conductor.Cast> cast = new ArrayList<>();

  private Crowds(
      Scenario scenario,
      Place place,
      HttpClient http,
      ClientTransports transports,
      SplittableRandom random) {
    this.scenario = scenario;
    this.place = place;
    this.http = http;
    this.transports = transports;
    this.random = random;
  }

  /** All whose number is not 0; each has its own randomness, whoever else is there. */
  static List<Conductor.Cast> of(
      Scenario scenario,
      Place place,
      HttpClient http,
      ClientTransports transports,
      SplittableRandom random) {
    Crowds crowds = new Crowds(scenario, place, http, transports, random);
    crowds.viewers(random.split());
    crowds.bettors(random.split());
    return List.copyOf(crowds.cast);
  }

  private void viewers(SplittableRandom own) {
    if (scenario.viewers().full() > 0) {
      add(
          "viewers",
          new ViewerRun(
              new ViewerRun.Target(place.whep(), place.sharedClock()),
              place.people(),
              http,
              transports,
              place.clock(),
              scenario.viewers(),
              own));
    }
  }

  private void bettors(SplittableRandom own) {
    if (scenario.bettors().count() > 0) {
      URI socket =
          URI.create(place.gateway().resolve("/ws").toString().replaceFirst("^http", "ws"));
      cast.add(
          new Conductor.Cast(
              "bettors",
              new BettorRun(
                  socket, scenario.table(), place.people(), place.clock(), scenario.bettors(), own),
              scenario.durationSeconds() + scenario.settleSeconds()));
    }
  }

  private void add(String key, Crowd crowd) {
    cast.add(new Conductor.Cast(key, crowd, scenario.durationSeconds()));
  }
}
