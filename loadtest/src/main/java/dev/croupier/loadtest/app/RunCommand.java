package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.bettor.BetFigures;
import dev.croupier.loadtest.bettor.BettorRun;
import dev.croupier.loadtest.check.PayTable;
import dev.croupier.loadtest.measure.GeneratorHealth;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.BettorPlan;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.plan.ScenarioReader;
import dev.croupier.loadtest.report.Json;
import dev.croupier.loadtest.report.RunReport;
import dev.croupier.loadtest.report.Text;
import dev.croupier.loadtest.viewer.ViewerFigures;
import dev.croupier.loadtest.viewer.ViewerRun;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadtest run}: viewers and bettors by a scenario, and what they saw. */
@Command(
    name = "run",
    description =
        "Runs a scenario against a gateway in demo mode, or against a house of its own on free"
            + " ports.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** Bettors that come in a second. */
  private static final double STARTS_PER_SECOND = 100;

  private static final int USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(paramLabel = "SCENARIO", description = "smoke, or a YAML file")
  private String scenarioName;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "of a running gateway; default: an own house in this process")
  private String url;

  @Option(names = "--json", paramLabel = "FILE", description = "writes the report as JSON")
  private Path json;

  @Option(names = "--seed", paramLabel = "N", description = "who does what when; default: any")
  private Long seed;

  @Option(names = "--viewers", paramLabel = "N", description = "instead of the scenario's")
  private Integer viewers;

  @Option(names = "--bettors", paramLabel = "N", description = "instead of the scenario's")
  private Integer bettors;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "all viewers use it; without demo tokens there can be no bettors")
  private String token;

  RunCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    Scenario scenario;
    URI base;
    try {
      scenario = scenario();
      base = url == null ? null : base(url);
    } catch (ScenarioException e) {
      return complain(USAGE, e.getMessage());
    }
    try {
      RunReport report = base == null ? atHome(scenario) : at(base, scenario);
      out.print(Text.of(report));
      out.flush();
      if (json != null) {
        Files.writeString(json, Json.of(report));
      }
      return report.verdict().exitCode();
    } catch (IOException e) {
      return complain(FAILED, e.getMessage());
    }
  }

  private Scenario scenario() {
    Scenario read = ScenarioReader.load(scenarioName);
    Scenario scenario =
        read.with(
            viewers == null ? read.viewers().count() : viewers,
            bettors == null ? read.bettors().count() : bettors);
    for (String spot : scenario.bettors().spots()) {
      if (!PayTable.anyKnows(spot)) {
        throw new ScenarioException(
            scenarioName + ": bettors.spots: there is no spot '" + spot + "'");
      }
    }
    if (token != null && scenario.bettors().count() > 0) {
      throw new ScenarioException(
          "--token is one player: "
              + scenario.bettors().count()
              + " bettors need demo tokens;"
              + " say --bettors 0");
    }
    return scenario;
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

  private RunReport atHome(Scenario scenario) throws Exception {
    progress("opening a house of its own …");
    try (OwnHouse house = OwnHouse.open(scenario.table())) {
      return measure(house.address(), scenario, house.clock(), "process");
    }
  }

  private RunReport at(URI base, Scenario scenario) throws Exception {
    return measure(
        base,
        scenario,
        SystemTableClock.start(new SecureRandom()),
        local(base) ? "machine" : "nothing");
  }

  private RunReport measure(URI base, Scenario scenario, TableClock clock, String shares)
      throws Exception {
    SecureRandom secure = new SecureRandom();
    long runSeed = seed != null ? seed : secure.nextLong() >>> 1;
    byte[] name = new byte[4];
    secure.nextBytes(name);
    try (HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        ClientTransports transports =
            new ClientTransports(
                1,
                local(base) ? InetAddress.getLoopbackAddress() : InetAddress.getByName("0.0.0.0"),
                clock,
                secure)) {
      HouseDoor door = new HouseDoor(base, http, HexFormat.of().formatHex(name), token);
      door.check(scenario.table());
      if (!door.awaitLive(scenario.table(), clock)) {
        progress("no camera is on air; going on with what there is");
      }
      progress(
          scenario.viewers().count()
              + " viewers, "
              + scenario.bettors().count()
              + " bettors at "
              + base.resolve("/play/" + scenario.table())
              + " …");
      return people(base, scenario, clock, shares, runSeed, http, transports, door);
    }
  }

  private RunReport people(
      URI base,
      Scenario scenario,
      TableClock clock,
      String shares,
      long runSeed,
      HttpClient http,
      ClientTransports transports,
      HouseDoor door)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(runSeed);
    SplittableRandom viewersRandom = random.split();
    SplittableRandom bettorsRandom = random.split();
    long startedAt = clock.nowMicros();
    long until = startedAt + scenario.durationSeconds() * 1_000_000L;
    long settled = until + scenario.settleSeconds() * 1_000_000L;
    URI whep = base.resolve("/whep/" + scenario.table());
    URI socket = URI.create(base.resolve("/ws").toString().replaceFirst("^http", "ws"));
    try (GeneratorHealth health = GeneratorHealth.watch(clock::nowMicros);
        ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ViewerFigures> watched =
          both.submit(
              () ->
                  scenario.viewers().count() == 0
                      ? null
                      : new ViewerRun(
                              new ViewerRun.Target(whep, !shares.equals("nothing")),
                              door,
                              http,
                              transports,
                              clock)
                          .run(scenario.viewers(), until, viewersRandom));
      Future<BetFigures> bet =
          both.submit(
              () ->
                  scenario.bettors().count() == 0
                      ? null
                      : bet(
                          new BettorRun(
                              new BettorRun.Target(socket, scenario.table()),
                              plan(scenario.bettors()),
                              door,
                              clock,
                              bettorsRandom),
                          settled));
      ViewerFigures seen = watched.get();
      BetFigures won = bet.get();
      return new RunReport(
          scenario,
          environment(base, shares, runSeed, startedAt),
          (clock.nowMicros() - startedAt) / 1_000,
          seen,
          won,
          health.finish());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private static BetFigures bet(BettorRun run, long untilMicros)
      throws IOException, InterruptedException {
    run.run(untilMicros);
    return run.figures();
  }

  private static BettorPlan plan(Scenario.Bettors bettors) {
    return new BettorPlan(
        bettors.count(),
        STARTS_PER_SECOND,
        Arrivals.constant(bettors.slipsPerSecond()),
        bettors.rounds(),
        bettors.stakeMinor(),
        bettors.spots(),
        0,
        0);
  }

  private static RunReport.Environment environment(
      URI base, String shares, long seed, long startedAt) {
    var machine =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String version = RunCommand.class.getPackage().getImplementationVersion();
    return new RunReport.Environment(
        seed,
        startedAt,
        base.toString(),
        shares,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        machine.getTotalMemorySize() >> 20,
        version == null ? "unpackaged" : version);
  }

  private static boolean local(URI base) {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private void progress(String line) {
    err.println(line);
    err.flush();
  }

  /** One line, whatever a library had to say. */
  private int complain(int exitCode, String message) {
    String line = message == null ? "it failed" : message.lines().findFirst().orElse("it failed");
    err.println("loadtest: " + line);
    err.flush();
    return exitCode;
  }
}
