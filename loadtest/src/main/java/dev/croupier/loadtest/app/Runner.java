package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Recorder;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Event;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import dev.croupier.loadtest.report.Environment;
import dev.croupier.loadtest.report.HistogramLog;
import dev.croupier.loadtest.report.LiveTable;
import dev.croupier.loadtest.report.Report;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.GatewayApi;
import dev.croupier.time.clock.SystemTableClock;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One run of a scenario: opens what it needs, plays it, closes all. Blocks. */
final class Runner {
  private static final double LINE_SECONDS = 5;

  /** Where a gateway's time server is unless it was told otherwise. */
  private static final int NTP_PORT = 1_123;

  /** What a run says while it goes on. */
  record Voice(PrintStream out, boolean live, boolean quiet) {
    void say(String line) {
      if (!quiet) {
        out.println(line);
        out.flush();
      }
    }

    /** Whether tables are drawn. */
    boolean tables() {
      return !quiet && (live || terminal());
    }

    /** Whether a person looks at a screen that can be drawn over. */
    boolean terminal() {
      // Redirected, Java 22 and later still give a console; only this tells it from a screen.
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }

  private final Scenario scenario;
  private final Target target;
  private final Outputs outputs;
  private final Voice voice;
  private final SecureRandom secure = new SecureRandom();
  private final String run;
  private final long seed;
  private double lineDue = LINE_SECONDS;

  Runner(Scenario scenario, Target target, Outputs outputs, Voice voice) {
    this.scenario = scenario;
    this.target = target;
    this.outputs = outputs;
    this.voice = voice;
    this.seed = scenario.seed().orElseGet(() -> secure.nextLong() >>> 1);
    byte[] name = new byte[4];
    secure.nextBytes(name);
    this.run = HexFormat.of().formatHex(name);
  }

  /**
   * Runs it.
   *
   * @throws IOException one line: what the tool could not do
   */
  Report run() throws Exception {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build()) {
      if (target.foreign()) {
        return atOther(http);
      }
      if (!target.ownHouse()) {
        HouseDoor door = new HouseDoor(target.url(), http, run, target.token());
        door.check(scenario.table());
        return atGateway(http, door, null);
      }
      voice.say("opening a house of its own …");
      try (OwnHouse house = OwnHouse.open(scenario)) {
        HouseDoor door = new HouseDoor(house.address(), http, run, target.token());
        door.check(scenario.table());
        if (scenario.events().stream().anyMatch(Event.Swap.class::isInstance)) {
          house.publishBuilds();
        }
        return atGateway(http, door, house);
      }
    }
  }

  private Report atGateway(HttpClient http, HouseDoor door, OwnHouse house) throws Exception {
    URI base = door.api().base();
    Environment.Shares shares = house == null ? Place.sharesOf(base) : Environment.Shares.PROCESS;
    Place place =
        new Place(
            base,
            base,
            base.resolve("/whep/" + scenario.table()),
            base.resolve("/hls/" + scenario.table() + "/index.m3u8"),
            ntp(base, house),
            door,
            door,
            house == null ? SystemTableClock.start(secure) : house.clock(),
            shares != Environment.Shares.NOTHING,
            shares,
            house == null ? door.server() : house.build());
    if (!door.awaitLive(scenario.table(), place.clock())) {
      voice.say("no camera is on air; going on with what there is");
    }
    return throughNetwork(http, place, door.api(), house);
  }

  private Report atOther(HttpClient http) throws Exception {
    ForeignDoor door = new ForeignDoor(http, target.token());
    for (URI each : new URI[] {target.whep(), target.hls()}) {
      if (each != null) {
        door.check(each);
      }
    }
    URI shown = target.whep() != null ? target.whep() : target.hls();
    Place place =
        new Place(
            shown,
            null,
            target.whep(),
            target.hls(),
            null,
            door,
            null,
            SystemTableClock.start(secure),
            false,
            Place.sharesOf(shown),
            "unknown");
    return throughNetwork(http, place, null, null);
  }

  private InetSocketAddress ntp(URI base, OwnHouse house) {
    if (house != null) {
      return house.ntp();
    }
    return target.ntp() != null ? target.ntp() : new InetSocketAddress(base.getHost(), NTP_PORT);
  }

  /** Puts a relay between, if the scenario wants one at any time. */
  private Report throughNetwork(HttpClient http, Place place, GatewayApi api, OwnHouse house)
      throws Exception {
    boolean wanted =
        scenario.relay().isPresent()
            || scenario.events().stream().anyMatch(Event.Relay.class::isInstance);
    if (!wanted) {
      return play(http, place, stage(api, house, null), beside(house, null));
    }
    try (Relay relay =
        Relay.open(RelaySettings.to(place.shown().resolve("/")), seed, place.clock())) {
      scenario.relay().ifPresent(plan -> change(relay, plan.up(), plan.down()));
      return play(
          http, place.through(relay.base()), stage(api, house, relay), beside(house, relay));
    }
  }

  private Stage stage(GatewayApi api, OwnHouse house, Relay relay) {
    return new HouseStage(
        api,
        scenario.table(),
        run,
        (signal, faults) ->
            faults.forEach(
                word -> house.studio().apply(scenario.table() + "/" + signal, Fault.parse(word))),
        (up, down) -> change(relay, up, down));
  }

  private static void change(Relay relay, String up, String down) {
    if (up != null) {
      relay.set(Direction.UP, Impairment.parse(up));
    }
    if (down != null) {
      relay.set(Direction.DOWN, Impairment.parse(down));
    }
  }

  private static List<Supplier<Section>> beside(OwnHouse house, Relay relay) {
    List<Supplier<Section>> sections = new ArrayList<>();
    if (relay != null) {
      sections.add(relay::section);
    }
    if (house != null) {
      sections.add(() -> house.studio().section());
    }
    return sections;
  }

  private Report play(HttpClient http, Place place, Stage stage, List<Supplier<Section>> others)
      throws Exception {
    double loadBefore = Surroundings.load();
    try (ClientTransports transports =
        new ClientTransports(1, place.bind(), target.merged(), place.clock(), secure)) {
      if (scenario.viewers().warmUp() > 0 && place.whep() != null) {
        voice.say(scenario.viewers().warmUp() + " viewers come and go before …");
        Crowds.warmUp(scenario, place, http, transports, new SplittableRandom(seed + 1));
      }
      List<Conductor.Cast> cast =
          Crowds.of(scenario, place, http, transports, new SplittableRandom(seed));
      voice.say(scenario.people() + " at " + place.shown() + " …");
      int seconds = cast.stream().mapToInt(Conductor.Cast::seconds).max().orElse(1);
      LiveTable table = new LiveTable(voice.out(), voice.terminal(), scenario.name(), seconds);
      try (HistogramLog log = log(place)) {
        Recorder.Intervals intervals =
            (tag, from, to, values) -> {
              table.interval(tag, from, to, values);
              if (log != null) {
                log.interval(tag, from, to, values.copy());
              }
            };
        Conductor conductor =
            new Conductor(
                cast,
                others,
                scenario.events(),
                stage,
                place.clock(),
                intervals,
                (at, sections, events) -> look(table, at, sections, events));
        return report(
            cast, Surroundings.of(place, loadBefore, transports.merging()), conductor.play());
      }
    }
  }

  private HistogramLog log(Place place) throws IOException {
    return outputs.histogramLog().isEmpty()
        ? null
        : new HistogramLog(
            outputs.histogramLog().get(),
            "croupier loadtest " + scenario.name() + ", seed " + seed,
            place.clock().nowMicros() / 1_000);
  }

  private void look(
      LiveTable table, double at, List<Section> sections, List<Report.Happened> events) {
    if (voice.tables()) {
      table.draw(at, sections, events);
    } else if (at >= lineDue) {
      voice.say(LiveTable.line(at, sections));
      lineDue = at + LINE_SECONDS;
    }
  }

  private Report report(List<Conductor.Cast> cast, Environment where, Conductor.Played played) {
    Set<String> closed =
        cast.stream()
            .filter(each -> each.crowd().closed())
            .map(Conductor.Cast::key)
            .collect(Collectors.toSet());
    return new Report(
        scenario,
        where,
        seed,
        played.startedAt(),
        played.durationMs(),
        played.sections(),
        closed,
        played.timeline(),
        played.events(),
        played.health());
  }
}
