package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.bettor.BettorRun;
import dev.croupier.loadtest.browser.BrowserRun;
import dev.croupier.loadtest.clock.ClockRun;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.report.Environment;
import dev.croupier.loadtest.viewer.Forerunners;
import dev.croupier.loadtest.viewer.HlsRun;
import dev.croupier.loadtest.viewer.People;
import dev.croupier.loadtest.viewer.WhepSinks;
import dev.croupier.loadtest.viewer.WhepTarget;
import dev.croupier.loadtest.viewer.WhepViewers;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes the crowds that a scenario asks for, at a place. */
final class Crowds {
  private final Scenario scenario;
  private final Place place;
  private final HttpClient http;
  private final ClientTransports transports;
  private final List<Conductor.Cast> cast = new ArrayList<>();

  private Crowds(Scenario scenario, Place place, HttpClient http, ClientTransports transports) {
    this.scenario = scenario;
    this.place = place;
    this.http = http;
    this.transports = transports;
  }

  /**
   * All whose number is not 0; each has its own randomness, whoever else is there. Viewers have
   * their tokens then: getting one is no part of joining. Blocks.
   */
  static List<Conductor.Cast> of(
      Scenario scenario,
      Place place,
      HttpClient http,
      ClientTransports transports,
      SplittableRandom random)
      throws InterruptedException {
    Crowds crowds = new Crowds(scenario, place, http, transports);
    crowds.viewers(random.split());
    crowds.sinks(random.split());
    crowds.hls();
    crowds.browsers();
    crowds.bettors(random.split());
    crowds.clocks(random.split());
    return List.copyOf(crowds.cast);
  }

  /** Lets those come and go who are to be there before the run. Blocks. */
  static void warmUp(
      Scenario scenario,
      Place place,
      HttpClient http,
      ClientTransports transports,
      SplittableRandom random)
      throws InterruptedException {
    People people = place.people();
    WhepTarget target =
        new WhepTarget(
            place.whep(),
            (kind, number) -> people.token(people.subject(kind, number)),
            place.sharedClock());
    Forerunners.run(target, scenario.viewers().warmUp(), http, transports, place.clock(), random);
  }

  private void viewers(SplittableRandom own) throws InterruptedException {
    int count = scenario.viewers().full();
    if (count > 0) {
      add(
          "viewers",
          new WhepViewers(
              whep("viewer", count), scenario.viewers(), http, transports, place.clock(), own));
    }
  }

  private void sinks(SplittableRandom own) throws InterruptedException {
    int count = scenario.viewers().sinks();
    if (count > 0) {
      WhepTarget target = whep("sink", count);
      add("sinks", new WhepSinks(target, scenario.viewers(), http, transports, place.clock(), own));
    }
  }

  private void hls() {
    if (scenario.hls().count() > 0) {
      add(
          "hls",
          new HlsRun(
              new HlsRun.Target(place.hls(), place.sharedClock()),
              scenario.hls(),
              place.people(),
              http,
              place.clock()));
    }
  }

  private void browsers() {
    if (scenario.browsers().count() > 0) {
      People people = place.people();
      add(
          "browsers",
          new BrowserRun(
              new BrowserRun.Target(place.whep(), place.sharedClock()),
              scenario.browsers(),
              page -> people.token(people.subject("page", page)),
              http,
              place.clock()));
    }
  }

  private void bettors(SplittableRandom own) {
    if (scenario.bettors().count() > 0) {
      cast.add(
          new Conductor.Cast(
              "bettors",
              new BettorRun(
                  new BettorRun.Target(webSocket("/ws"), scenario.table()),
                  scenario.bettors(),
                  place.cashier(),
                  place.clock(),
                  own),
              scenario.durationSeconds() + scenario.settleSeconds()));
    }
  }

  private void clocks(SplittableRandom own) {
    if (scenario.clocks().ntp() + scenario.clocks().webSocket() > 0) {
      // Only a clock of this very process can be held against what clients were told.
      boolean ownClock = place.shares() == Environment.Shares.PROCESS;
      add(
          "clocks",
          new ClockRun(
              new ClockRun.Target(place.ntp(), webSocket("/time")),
              scenario.clocks(),
              place.clock()::nowMicros,
              ownClock ? Optional.of(place.clock()) : Optional.empty(),
              own));
    }
  }

  private URI webSocket(String path) {
    return URI.create(place.gateway().resolve(path).toString().replaceFirst("^http", "ws"));
  }

  private WhepTarget whep(String kind, int count) throws InterruptedException {
    TokensAtHand tokens = TokensAtHand.of(place.people(), kind, count);
    return new WhepTarget(place.whep(), tokens, place.sharedClock());
  }

  private void add(String key, Crowd crowd) {
    cast.add(new Conductor.Cast(key, crowd, scenario.durationSeconds()));
  }
}
