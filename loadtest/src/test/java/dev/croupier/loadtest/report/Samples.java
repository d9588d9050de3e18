package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.measure.Recorder;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import dev.croupier.loadtest.measure.Timeline;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Reports of runs that never were, for tests of what is made from reports. */
final class Samples {
  static final long STARTED = 1_795_000_000_000_000L;

  private static final String SCENARIO =
      """
      name: thousand-viewers
      table: roulette-1
      durationSeconds: 600
      viewers: {full: 1000, arrivals: {model: ramp, perSecond: 5, toPerSecond: 20, seconds: 90}}
      bettors: {count: 400}
      events:
        - {at: 120, handover: cam-b}
        - {at: 258, swap: roulette-2.1.0}
        - {at: 300, relay: {down: "loss=1% jitter=20ms"}}
        - {at: 360, relay: {down: none}}
        - {at: 450, camera: cam-a, do: [kill]}
        - {at: 452, reconnect: all}
      objectives:
        failed_joins: 0
        first_frame_p95_ms: 3000
        webrtc_rtt_p95_ms: 100
        frames_shown: 1000
        dropped_frames_share: 0.005
        bet_p95_ms: 20
        lost_bets: 0
        hls_stalls: 0
      """;

  private final Map<String, Double> viewers = new LinkedHashMap<>();
  private final Map<String, Double> bettors = new LinkedHashMap<>();
  private final List<Report.Happened> events = new ArrayList<>();
  private GeneratorHealth.Health health = health(400, 0);
  private Environment.Shares shares = Environment.Shares.MACHINE;
  private String yaml = SCENARIO;
  private long seed = 48_213;
  private double slower = 1;
  private String failure = "3 viewers: no answer <script>alert(1)</script> & so on";

  Samples() {
    viewers.put("failed_joins", 0.0);
    viewers.put("webrtc_rtt_p95_ms", 48.0);
    viewers.put("frames_shown", 18_000_000.0);
    viewers.put("dropped_frames_share", 0.0002);
    viewers.put("first_frame_p95_ms", 212.0);
    bettors.put("lost_bets", 0.0);
    for (var event : ScenarioReader.read(yaml, "sample").events()) {
      Report.Kind kind =
          switch (event.label().split(" ")[0]) {
            case "handover" -> Report.Kind.HANDOVER;
            case "player" -> Report.Kind.SWAP;
            case "network" -> Report.Kind.NETWORK;
            case "reconnect" -> Report.Kind.RECONNECT;
            default -> Report.Kind.CAMERA;
          };
      events.add(new Report.Happened(event.atSeconds() + 0.003, kind, event.label(), null));
    }
  }

  static GeneratorHealth.Health health(double lagMicros, long drops) {
    Series lag = new Series();
    for (int i = 0; i < 1_000; i++) {
      lag.record(Math.round(lagMicros));
    }
    return new GeneratorHealth.Health(
        0.61,
        2,
        12,
        0.8,
        lag.summary(),
        "media-0",
        0.7,
        new GeneratorHealth.Sockets(drops, 3, 2, 0, 5));
  }

  Samples viewers(String key, double value) {
    viewers.put(key, value);
    return this;
  }

  Samples slower(double factor) {
    slower = factor;
    return this;
  }

  Samples health(GeneratorHealth.Health other) {
    health = other;
    return this;
  }

  Samples shares(Environment.Shares other) {
    shares = other;
    return this;
  }

  Samples scenario(String from, String to) {
    yaml = yaml.replace(from, to);
    return this;
  }

  Samples eventFails(int index, String why) {
    Report.Happened event = events.get(index);
    events.set(index, new Report.Happened(event.atSeconds(), event.kind(), event.label(), why));
    return this;
  }

  Report report() {
    Scenario scenario = ScenarioReader.read(yaml, "sample");
    Random random = new Random(7);
    Series rtt = new Series();
    Series skew = new Series();
    Series bet = new Series();
    int[] second = {0};
    Recorder recorder =
        new Recorder(
            List.of(
                () -> viewerSection(rtt, skew, Math.min(1000, second[0] * 11)),
                () -> bettorSection(bet)),
            STARTED,
            6_000,
            (tag, from, to, values) -> {});
    for (int s = 10; s <= 600; s += 10) {
      second[0] = s;
      double bad = s > 300 && s <= 360 ? 2 : 1;
      for (int i = 0; i < 400; i++) {
        rtt.record(Math.round((20_000 + 20_000 * Math.abs(random.nextGaussian())) * bad));
        bet.record(Math.round(slower * 4_000 * Math.exp(0.4 * random.nextGaussian())));
        skew.record(Math.round(Math.abs(random.nextGaussian()) * 800));
      }
      recorder.look(STARTED + s * 1_000_000L);
    }
    List<Section> sections = recorder.finish(STARTED + 600_500_000L);
    Timeline timeline = recorder.timeline();
    return new Report(
        scenario,
        new Environment(
            "http://127.0.0.1:8080/",
            shares,
            "croupier gateway, croupier-gateway-1.3.0",
            "Debian GNU/Linux 12 (bookworm)",
            "Linux 6.1",
            "25.0.3 Eclipse Adoptium",
            "Some <CPU>",
            2,
            24_105,
            0.7,
            1.9,
            false,
            "1.3.0"),
        seed,
        STARTED,
        600_500,
        sections,
        Set.of(),
        timeline,
        events,
        health);
  }

  private Section viewerSection(Series rtt, Series skew, int asked) {
    return new Section(
        "viewers",
        "WHEP viewers",
        asked,
        0,
        List.of(failure),
        List.of(
            rtt.named("webrtc_rtt", "webrtc rtt"),
            skew.named("skew", "Handover skew across viewers")),
        List.of(
            new Section.Count("frames_shown", "frames shown", 18_000_000, ""),
            new Section.Count("dropped_share", "frames dropped", 0.0002, "share"),
            new Section.Count("rate", "each", 2.5, "Mbit/s")),
        viewers,
        List.of(new Section.Mark(STARTED + 121_000_000, "cam-b seen")));
  }

  private Section bettorSection(Series bet) {
    Map<String, Double> figures = new LinkedHashMap<>(bettors);
    figures.put("bet_p95_ms", bet.percentileMs(95));
    return new Section(
        "bettors",
        "Bettors",
        400,
        0,
        List.of(),
        List.of(bet.named("bet", "bet to accepted")),
        List.of(
            new Section.Count("accepted", "bets accepted", 188_402, ""),
            new Section.Count("lost", "lost", 0, "")),
        figures,
        List.of());
  }
}
