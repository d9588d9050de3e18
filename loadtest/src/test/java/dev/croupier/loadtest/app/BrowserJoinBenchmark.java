package dev.croupier.loadtest.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How soon a Chromium that plays by the standard alone sees a picture and the live one, counted
 * from its POST, and how old the pictures are that it shows after that: one viewer after the other,
 * at any moment of a GOP, through lines of different width. Prints a table of Markdown. Arguments:
 * joins of each line (30) and the camera's words but for its GOP (360p30 bitrate=2500k
 * late-keyframes=60s audio=stereo).
 */
final class BrowserJoinBenchmark {
  private static final String[] GOPS = {"1s", "2s"};
  private static final String[] LINES = {"none", "rate=20mbit", "rate=5mbit"};
  private static final long GOP_MILLIS = 2_000;

  /** Viewers that come before, as a page's and a server's first ones are slower. */
  private static final int FORERUNNERS = 5;

  private static final int WATCH_MILLIS = 1_500;

  /** A picture further from its place on the program's clock than this is not live. */
  private static final double LIVE_MILLIS = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private BrowserJoinBenchmark() {}

  /** What viewers of one line saw, in ms. */
  private static final class Seen {
    private final List<Double> answered = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final List<Double> live = new ArrayList<>();
    private final List<Double> age = new ArrayList<>();
    private int nothing;
  }

  /** Runs it once and prints the table. */
  public static void main(String[] arguments) throws Exception {
    int joins = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    String camera =
        arguments.length > 1
            ? arguments[1]
            : "360p30 bitrate=2500k late-keyframes=60s audio=stereo";
    System.out.println(
        "| GOP, line down | joins | answer p50 · p95 ms | first picture | live picture"
            + " | age of live pictures |");
    System.out.println("|---|---|---|---|---|---|");
    for (String gop : GOPS) {
      Path data = Files.createTempDirectory("croupier-join");
      try (TestHouse house = TestHouse.open(data.resolve("data"), TestHouse.ROULETTE);
          Chromium chromium = Chromium.start()) {
        house.testCard("roulette-1/cam-a", 1, (camera + " gop=" + gop).split(" ")).start();
        house.awaitSignal("cam-a", "live");
        GopPhase.watch(house).close();
        for (String line : LINES) {
          measure(house, chromium, gop, line, joins);
        }
      } finally {
        try (Stream<Path> files = Files.walk(data)) {
          files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
      }
    }
    System.exit(0);
  }

  private static void measure(
      TestHouse house, Chromium chromium, String gop, String line, int joins) throws Exception {
    Seen seen = new Seen();
    SplittableRandom random = new SplittableRandom(line.hashCode());
    try (Relay relay = Relay.open(RelaySettings.to(house.address()), 1, house.ground().clock())) {
      relay.set(Direction.DOWN, Impairment.parse(line));
      Page page = chromium.page(640, 360);
      page.addInitScript(Chromium.resource("join_pages.js"));
      page.navigate(relay.base().resolve("/openapi.json").toString());
      String whep = relay.base().resolve("/whep/roulette-1").toString();
      for (int i = 0; i < FORERUNNERS + joins; i++) {
        String token = house.api().demoToken("player", "joiner-" + i);
        LossScene.pass(random.nextLong(GOP_MILLIS));
        JsonNode one =
            JSON.readTree(
                (String)
                    page.evaluate(
                        "async s => JSON.stringify(await window.croupierLook(...s))",
                        List.of(whep, token, WATCH_MILLIS)));
        if (i >= FORERUNNERS) {
          note(one, seen);
        }
      }
      page.context().close();
    }
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s, %s | %d | %s | %s | %s | %s |",
            gop,
            line,
            joins - seen.nothing,
            percentiles(seen.answered),
            percentiles(seen.first),
            percentiles(seen.live),
            percentiles(seen.age)));
  }

  private static void note(JsonNode one, Seen seen) {
    double posted = one.path("posted").asDouble();
    List<JsonNode> records = new ArrayList<>();
    one.path("records").forEach(records::add);
    records.removeIf(each -> !each.path("strip").isObject());
    if (records.isEmpty()) {
      seen.nothing++;
      return;
    }
    seen.answered.add(one.path("answered").asDouble() - posted);
    seen.first.add(records.getFirst().path("called").asDouble() - posted);
    long place = place(records.getLast());
    for (JsonNode each : records) {
      if (Math.abs((int) (place(each) - place) / 90.0) < LIVE_MILLIS) {
        seen.live.add(each.path("called").asDouble() - posted);
        break;
      }
    }
    for (JsonNode each : records.subList(records.size() / 2, records.size())) {
      seen.age.add(each.path("shown").asDouble() - each.path("strip").path("time").asLong() / 1e3);
    }
  }

  /** A picture's RTP time without its capture time: one constant for all live ones. */
  private static long place(JsonNode record) {
    return record.path("rtp").asLong() - record.path("strip").path("time").asLong() * 9 / 100;
  }

  private static String percentiles(List<Double> values) {
    if (values.isEmpty()) {
      return "none";
    }
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.0f · %.0f",
        sorted.get(sorted.size() / 2),
        sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(0.95 * sorted.size()) - 1)));
  }
}
