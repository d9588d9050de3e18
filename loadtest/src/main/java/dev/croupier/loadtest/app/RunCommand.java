package dev.croupier.loadtest.app;

import dev.croupier.loadtest.check.PayTable;
import dev.croupier.loadtest.plan.Overrides;
import dev.croupier.loadtest.plan.Overrides.Kind;
import dev.croupier.loadtest.plan.Scenario;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.plan.ScenarioReader;
import dev.croupier.loadtest.report.Report;
import dev.croupier.loadtest.report.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loadtest run}: clients of all sorts by a scenario, and what they saw. */
@Command(
    name = "run",
    description = {
      "Runs a scenario in a house of its own on free ports, against a gateway in demo mode (--url),"
          + " or its viewers against any other server (--whep, --hls).",
      "",
      "Scenarios built in: smoke, stampede, bad-network, camera-dies, reconnect-storm, evening"
          + " (--list says what for)."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all objectives reached",
      "1:the tool could not do its work, or not all of the scenario",
      "2:wrong usage, or a scenario that cannot be used",
      "3:the generator was overloaded, the run says nothing",
      "99:an objective was missed"
    })
final class RunCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|)");

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "one of those built in, or a YAML file")
  private String scenarioName;

  @Option(names = "--list", description = "says which scenarios are built in")
  private boolean list;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "of a running gateway; default: an own house in this process")
  private String url;

  @Option(
      names = "--whep",
      paramLabel = "URL",
      description = "of any server: only viewers, sinks and browsers come, nobody bets")
  private String whep;

  @Option(
      names = "--hls",
      paramLabel = "URL",
      description = "of any server's playlist: LL-HLS viewers come; may be given with --whep")
  private String hls;

  @Option(
      names = "--ntp",
      paramLabel = "HOST:PORT",
      description = "of the gateway's time server, for clock clients; default: port 1123 of --url")
  private String ntpServer;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "all viewers use it; without demo tokens there can be no bettors")
  private String token;

  @Option(names = "--seed", paramLabel = "N", description = "who does what when; default: any")
  private Long seed;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "instead of the scenario's: 90, 90s, 10m, 2h")
  private String duration;

  @Option(names = "--viewers", paramLabel = "N", description = "instead of the scenario's")
  private Integer viewers;

  @Option(names = "--sinks", paramLabel = "N", description = "instead of the scenario's")
  private Integer sinks;

  @Option(names = "--decoding", paramLabel = "N", description = "of the viewers; as above")
  private Integer decoding;

  @Option(names = "--hls-viewers", paramLabel = "N", description = "instead of the scenario's")
  private Integer hlsViewers;

  @Option(names = "--browsers", paramLabel = "N", description = "instead of the scenario's")
  private Integer browsers;

  @Option(names = "--bettors", paramLabel = "N", description = "instead of the scenario's")
  private Integer bettors;

  @Option(names = "--ntp-clocks", paramLabel = "N", description = "instead of the scenario's")
  private Integer ntp;

  @Option(names = "--ws-clocks", paramLabel = "N", description = "instead of the scenario's")
  private Integer webSocketClocks;

  @Option(
      names = "--merged",
      description =
          "the kernel hands over a picture's packets as one (UDP_GRO): twice the viewers a core; on"
              + " the server's own machine it takes work off the server too")
  private boolean merged;

  @Option(names = "--live", description = "a table each second, even where there is no terminal")
  private boolean live;

  @Option(names = "--quiet", description = "only the report at the end")
  private boolean quiet;

  @Mixin private final Outputs outputs = new Outputs();

  RunCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      out.print(builtIn());
      out.flush();
      return 0;
    }
    Runner runner;
    try {
      Scenario scenario = scenario();
      Target target = target(scenario);
      scenario = target.whom(scenario);
      check(scenario);
      Feasible.check(scenario, target);
      outputs.check();
      runner = new Runner(scenario, target, outputs, new Runner.Voice(err, live, quiet));
    } catch (ScenarioException e) {
      return complain(USAGE, e.getMessage());
    }
    try {
      Report report = runner.run();
      out.print(Text.of(report));
      out.flush();
      outputs.write(report);
      return report.verdict().exitCode();
    } catch (ScenarioException e) {
      return complain(USAGE, e.getMessage());
    } catch (IOException e) {
      return complain(FAILED, e.getMessage());
    }
  }

  /** The scenarios built in, a line each. */
  static String builtIn() {
    StringBuilder lines = new StringBuilder();
    ScenarioReader.BUILT_IN.forEach(
        (name, purpose) -> lines.append(String.format("%-16s %s%n", name, purpose)));
    return lines.toString();
  }

  private Scenario scenario() {
    if (scenarioName == null) {
      throw new ScenarioException("a scenario is needed: a name (see --list) or a YAML file");
    }
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    put(counts, Kind.VIEWERS, viewers);
    put(counts, Kind.SINKS, sinks);
    put(counts, Kind.DECODING, decoding);
    put(counts, Kind.HLS, hlsViewers);
    put(counts, Kind.BROWSERS, browsers);
    put(counts, Kind.BETTORS, bettors);
    put(counts, Kind.NTP, ntp);
    put(counts, Kind.WEB_SOCKET_CLOCKS, webSocketClocks);
    return ScenarioReader.load(scenarioName)
        .with(new Overrides(duration == null ? null : seconds(duration), seed, counts));
  }

  private static void put(Map<Kind, Integer> counts, Kind kind, Integer given) {
    if (given != null) {
      counts.put(kind, given);
    }
  }

  private static int seconds(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new ScenarioException("--duration: 90, 90s, 10m or 2h is needed, not '" + text + "'");
    }
    long unit =
        switch (matcher.group(2)) {
          case "m" -> 60;
          case "h" -> 3_600;
          default -> 1;
        };
    return Math.clamp(Long.parseLong(matcher.group(1)) * unit, 0, Integer.MAX_VALUE);
  }

  private Target target(Scenario scenario) {
    if (url != null && (whep != null || hls != null)) {
      throw new ScenarioException("--url is a gateway, --whep and --hls are of any other server");
    }
    if (token != null && whep == null && hls == null && scenario.bettors().count() > 0) {
      throw new ScenarioException(
          "--token is one player: "
              + scenario.bettors().count()
              + " bettors need demo tokens;"
              + " say --bettors 0");
    }
    return new Target(
        url == null ? null : address("--url", url.endsWith("/") ? url : url + "/"),
        whep == null ? null : address("--whep", whep),
        hls == null ? null : address("--hls", hls),
        ntpServer == null ? null : socket(ntpServer),
        token,
        merged);
  }

  private void check(Scenario scenario) {
    if (bettors != null && bettors > 0 && (whep != null || hls != null)) {
      throw new ScenarioException("--bettors: only a gateway takes bets; use --url");
    }
    for (String spot : scenario.bettors().spots()) {
      if (!PayTable.anyKnows(spot)) {
        throw new ScenarioException(
            scenarioName + ": bettors.spots: there is no spot '" + spot + "'");
      }
    }
  }

  private static URI address(String option, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ScenarioException(option + ": http://host:port is needed, not '" + text + "'");
  }

  private static InetSocketAddress socket(String text) {
    URI address = address("--ntp", "http://" + text);
    if (address.getPort() < 1) {
      throw new ScenarioException("--ntp: host:port is needed, not '" + text + "'");
    }
    return new InetSocketAddress(address.getHost(), address.getPort());
  }

  /** One line, whatever a library had to say. */
  private int complain(int exitCode, String message) {
    String line = message == null ? "it failed" : message.lines().findFirst().orElse("it failed");
    err.println("loadtest: " + line);
    err.flush();
    return exitCode;
  }
}
