package dev.croupier.loadtest.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.app.BuildInfo;
import dev.croupier.gateway.app.Config;
import dev.croupier.gateway.app.Logging;
import dev.croupier.loadtest.app.Described.Publisher;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.CameraPlan.Presence;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.Outcomes;
import dev.croupier.loadtest.studio.Pictures;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.ScriptedDealer;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import dev.croupier.loadtest.studio.StudioException;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadtest studio}: cameras, and dealers if wanted, at any gateway, until it is ended. */
@Command(
    name = "studio",
    description = {
      "Runs synthetic cameras at a gateway, until Ctrl-C. A camera is described by words:",
      "720p30 size=960x540 rate=25 bitrate=1200k gop=1s|60|request profile=baseline|main|high",
      "audio=stereo|mono|none offset=-3s drift=100ppm delay=120ms jitter=20ms"
          + " pacing=2.5|burst",
      "kill close revive freeze unfreeze no-keyframes keyframes late-keyframes=2s garbage clean"
          + " reset",
      "All of them can be said to a running camera too, by --control."
    },
    mixinStandardHelpOptions = true)
final class StudioCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final long ACCEPTED_SECONDS = 30;
  private static final long STATUS_SECONDS = 10;
  private static final long CLOSING_SECONDS = 15;
  private static final int MOST_PORT = 65_535;
  private static final long BETTING_MILLIS = 20_000;
  private static final String TABLE = "roulette-1";
  private static final List<String> SIGNALS = List.of("cam-a", "cam-b");

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "of the gateway; default: ${DEFAULT-VALUE}")
  private String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "a publisher's, for all cameras; default: demo tokens")
  private String token;

  @Option(
      names = "--camera",
      paramLabel = "TABLE/SIGNAL[=WORD,…]",
      description = "a camera; default: two that differ, cam-a and cam-b of one table")
  private List<String> cameras = List.of();

  @Option(
      names = "--chromium",
      paramLabel = "TABLE/SIGNAL[=WORD,…]",
      description = "a camera that a real Chromium publishes")
  private List<String> browsers = List.of();

  @Option(
      names = "--ffmpeg",
      paramLabel = "TABLE/SIGNAL[=WORD,…]",
      description = "a camera that the system's ffmpeg publishes by plain RTP")
  private List<String> senders = List.of();

  @Option(
      names = "--deal",
      paramLabel = "TABLE",
      description = "runs rounds at a table; needs a gateway in demo mode")
  private List<String> deals = List.of();

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description =
          "an HTTP door on loopback: GET /cameras, POST /cameras/TABLE/SIGNAL"
              + " {\"set\": [\"freeze\"]}; 0: any port")
  private Integer control;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what jitter, garbage and outcomes follow from; default: any")
  private Long seed;

  StudioCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    Logging.start(new Config.Log("text", "warn"), BuildInfo.load());
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook = new Thread(() -> endWithProcess(end, closed), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return run(end);
    } catch (ScenarioException e) {
      return complain(USAGE, e.getMessage());
    } catch (IOException | StudioException e) {
      return complain(FAILED, e.getMessage());
    } catch (InterruptedException _) {
      return 0;
    } finally {
      closed.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The process is ending already, by this hook.
      }
    }
  }

  private static void endWithProcess(CountDownLatch end, CountDownLatch closed) {
    end.countDown();
    try {
      boolean clean = closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
      // The JVM's own answer to a signal is 128 + its number; a clean end is 0.
      Runtime.getRuntime().halt(clean ? 0 : FAILED);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(CountDownLatch end) throws IOException, InterruptedException {
    URI base = base(url);
    if (control != null && (control < 0 || control > MOST_PORT)) {
      throw new ScenarioException("--control: a port is 0 to " + MOST_PORT + ", not " + control);
    }
    Map<String, Described> described = new LinkedHashMap<>();
    describe(described, cameras, "--camera", Publisher.STUDIO);
    describe(described, browsers, "--chromium", Publisher.CHROMIUM);
    describe(described, senders, "--ffmpeg", Publisher.FFMPEG);
    if (described.isEmpty()) {
      String table = deals.isEmpty() ? TABLE : deals.getFirst();
      for (int i = 0; i < SIGNALS.size(); i++) {
        described.put(
            table + "/" + SIGNALS.get(i),
            new Described(Publisher.STUDIO, CameraPlan.defaultPair().get(i)));
      }
    }
    SecureRandom random = new SecureRandom();
    TableClock clock = SystemTableClock.start(random);
    long all = seed != null ? seed : random.nextLong() >>> 1;
    List<ScriptedDealer> dealers = new ArrayList<>();
    try (Studio studio = new Studio(base, token, clock, random, all)) {
      furnish(studio, clock, all, described, dealers);
      studio.start();
      dealers.forEach(ScriptedDealer::start);
      awaitAccepted(studio, base);
      try (StudioControl door = door(studio)) {
        studio.stations().forEach(station -> say(station.path() + "  " + words(station)));
        if (door != null) {
          say("control  " + door.address());
        }
        say("ready");
        watch(studio, end);
      }
    } finally {
      dealers.forEach(ScriptedDealer::close);
    }
    return 0;
  }

  private StudioControl door(Studio studio) throws IOException {
    try {
      return control == null ? null : new StudioControl(studio, control);
    } catch (BindException _) {
      throw new IOException("--control: port " + control + " is taken");
    }
  }

  private void furnish(
      Studio studio,
      TableClock clock,
      long all,
      Map<String, Described> described,
      List<ScriptedDealer> dealers)
      throws IOException, InterruptedException {
    Set<String> tables = new LinkedHashSet<>(deals);
    described.keySet().forEach(path -> tables.add(tableOf(path)));
    HouseDoor gateway = new HouseDoor(studio.api().base(), studio.api().http(), "studio", null);
    Map<String, JsonNode> known = new LinkedHashMap<>();
    for (String table : tables) {
      gateway.check(table);
      known.put(table, studio.api().get("/api/v1/tables/" + table, null).body());
    }
    if (token == null || !deals.isEmpty()) {
      checkDemo(studio);
    }
    byte[] outcomes = ByteBuffer.allocate(32).putLong(all).array();
    Map<String, Supplier<RoundState>> rounds = new LinkedHashMap<>();
    for (String table : new LinkedHashSet<>(deals)) {
      ScriptedDealer dealer =
          new ScriptedDealer(
              table,
              BETTING_MILLIS,
              studio.api(),
              clock,
              Outcomes.of(game(known.get(table)), outcomes));
      dealers.add(dealer);
      rounds.put(table, dealer::round);
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    described.forEach(
        (path, camera) -> {
          String table = tableOf(path);
          int place = places.merge(table, 1, Integer::sum) - 1;
          CameraStation.Lens lens = House.lens(game(known.get(table)), place, table);
          var _ =
              camera.addTo(studio, path, lens, rounds.getOrDefault(table, () -> RoundState.NONE));
        });
  }

  private void checkDemo(Studio studio) throws IOException, InterruptedException {
    try {
      studio.api().demoToken(token == null ? "publisher" : "dealer", "studio");
    } catch (IOException e) {
      String need = token == null ? "say --token" : "--deal needs a gateway in demo mode";
      throw new IOException(studio.api().base() + " gives no demo tokens; " + need, e);
    }
  }

  /** Until each camera that should be on was taken in once; a refusal ends it all. */
  private static void awaitAccepted(Studio studio, URI base)
      throws IOException, InterruptedException {
    for (Station station : studio.stations()) {
      if (station.plan().presence() == Presence.ON) {
        try {
          station.firstAccepted().get(ACCEPTED_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          throw new IOException(base + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
          throw new IOException(
              station.path() + " was not taken within " + ACCEPTED_SECONDS + " s", e);
        }
      }
    }
  }

  private void watch(Studio studio, CountDownLatch end) throws InterruptedException {
    long before = 0;
    while (!end.await(STATUS_SECONDS, TimeUnit.SECONDS)) {
      long publishing = 0;
      long frames = 0;
      long leftOut = 0;
      long published = 0;
      for (Station station : studio.stations()) {
        Station.Counts counts = station.counts();
        publishing += station.publishing() ? 1 : 0;
        frames += counts.frames();
        leftOut += counts.framesDropped();
        published += counts.published();
      }
      say(
          "%d of %d cameras publish; frames %d (+%d), left out %d, sessions %d"
              .formatted(
                  publishing,
                  studio.stations().size(),
                  frames,
                  frames - before,
                  leftOut,
                  published));
      before = frames;
    }
  }

  private static void describe(
      Map<String, Described> all, List<String> options, String name, Publisher by) {
    for (String option : options) {
      int equals = option.indexOf('=');
      String path = equals < 0 ? option : option.substring(0, equals);
      if (!path.matches("[A-Za-z0-9._~-]{1,64}/[A-Za-z0-9._~-]{1,64}")) {
        throw new ScenarioException(name + ": table/signal is needed, not '" + path + "'");
      }
      List<String> words =
          equals < 0 ? List.of() : List.of(option.substring(equals + 1).split(",", -1));
      try {
        if (all.put(path, new Described(by, CameraPlan.parse(words))) != null) {
          throw new ScenarioException("it is there twice");
        }
      } catch (ScenarioException e) {
        throw new ScenarioException(name + " " + path + ": " + e.getMessage());
      }
    }
  }

  private static URI base(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text : text + "/");
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ScenarioException("--url: http://host:port is needed, not '" + text + "'");
  }

  private static String tableOf(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  private static Pictures.Game game(JsonNode table) {
    return table.path("game").asText().equals("baccarat")
        ? Pictures.Game.BACCARAT
        : Pictures.Game.ROULETTE;
  }

  private static String words(Station station) {
    return String.join(" ", station.plan().words());
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  /** One line, whatever a library had to say. */
  private int complain(int exitCode, String message) {
    String line = message == null ? "it failed" : message.lines().findFirst().orElse("it failed");
    err.println("loadtest: " + line);
    err.flush();
    return exitCode;
  }
}
