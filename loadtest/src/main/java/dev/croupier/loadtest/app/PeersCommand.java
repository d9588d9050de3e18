package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.peer.Feed;
import dev.croupier.loadtest.peer.Measurement;
import dev.croupier.loadtest.peer.ProcessMeter;
import dev.croupier.loadtest.peer.Ratios;
import dev.croupier.loadtest.peer.ServerUnderTest;
import dev.croupier.loadtest.peer.Servers;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.loadtest.viewer.WhepSinks;
import dev.croupier.loadtest.viewer.WhepTarget;
import dev.croupier.loadtest.viewer.WhepViewers;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code loadtest peers}: the gateway and another media server in turn, each alone on a core, this
 * generator on another, the same feed, the same viewers.
 */
@Command(
    name = "peers",
    description =
        "Measures the gateway and another media server in turn, server and generator on a core"
            + " each, and prints ratios.",
    mixinStandardHelpOptions = true)
final class PeersCommand implements Callable<Integer> {
  private static final String NONE = "none";
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int OVERLOADED = 3;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      defaultValue = "janus",
      description =
          "janus or mediamtx, as installed; none measures the gateway alone; default:"
              + " ${DEFAULT-VALUE}")
  private String peer;

  @Option(
      names = "--viewers",
      paramLabel = "N,…",
      split = ",",
      defaultValue = "50,100,200",
      description = "how many watch, one measurement each; default: ${DEFAULT-VALUE}")
  private List<Integer> viewers;

  @Option(
      names = "--full",
      paramLabel = "N",
      defaultValue = "50",
      description = "of these, viewers that decrypt everything; default: ${DEFAULT-VALUE}")
  private int full;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "25",
      description = "viewers that come in a second; default: ${DEFAULT-VALUE}")
  private double startsPerSecond;

  @Option(
      names = "--warm",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "from the last one's coming until figures count; default: ${DEFAULT-VALUE}")
  private int warmSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description = "how long figures count; default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--gop",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "from keyframe to keyframe; default: ${DEFAULT-VALUE}")
  private int gopSeconds;

  @Option(
      names = "--answer-requests",
      description = "the feed answers keyframe requests (to who can ask)")
  private boolean answersRequests;

  @Option(
      names = "--merged",
      description =
          "the generator takes rows of datagrams as one (UDP_GRO): it holds more viewers, and the"
              + " kernel has less to do on the server's core too")
  private boolean merged;

  @Option(
      names = "--server-core",
      paramLabel = "N",
      defaultValue = "0",
      description = "default: ${DEFAULT-VALUE}")
  private int serverCore;

  @Option(
      names = "--generator-core",
      paramLabel = "N",
      defaultValue = "1",
      description = "default: ${DEFAULT-VALUE}")
  private int generatorCore;

  PeersCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    String wrong = wrong();
    if (wrong != null) {
      return complain(USAGE, wrong);
    }
    Optional<Servers> other = Servers.find(peer);
    if (other.isPresent() && !other.get().installed()) {
      return complain(
          FAILED, peer + " is not on the search path; loadtest/peers/README.md says where from");
    }
    try {
      pin();
      List<Measurement.Result> ours = measure(Servers.GATEWAY);
      List<Measurement.Result> theirs = other.isPresent() ? measure(other.get()) : List.of();
      out.print(Ratios.of(ours, theirs));
      out.flush();
      boolean overloaded =
          ours.stream().anyMatch(Measurement.Result::overloaded)
              || theirs.stream().anyMatch(Measurement.Result::overloaded);
      return overloaded ? OVERLOADED : 0;
    } catch (IOException e) {
      return complain(FAILED, e.getMessage());
    }
  }

  private String wrong() {
    int cores = Runtime.getRuntime().availableProcessors();
    if (!peer.equals(NONE)
        && Servers.find(peer).filter(each -> each != Servers.GATEWAY).isEmpty()) {
      return "--peer: janus, mediamtx or none, not '" + peer + "'";
    }
    if (viewers.stream().anyMatch(each -> each < 1 || each > 10_000)) {
      return "--viewers: each 1..10000";
    }
    if (full < 1
        || warmSeconds < 0
        || startsPerSecond <= 0
        || seconds < 1
        || gopSeconds < 1
        || gopSeconds > 10) {
      return "--full, --starts, --seconds: 1 or more; --warm: 0 or more; --gop: 1..10";
    }
    if (serverCore == generatorCore
        || !isCore(serverCore, cores)
        || !isCore(generatorCore, cores)) {
      return "--server-core and --generator-core: two of the cores 0.." + (cores - 1);
    }
    return null;
  }

  private static boolean isCore(int core, int cores) {
    return core >= 0 && core < cores;
  }

  /** All threads of this process to their core; those to come inherit it. */
  private void pin() throws IOException, InterruptedException {
    Process pinning =
        new ProcessBuilder(
                "taskset",
                "--all-tasks",
                "--cpu-list",
                "--pid",
                Integer.toString(generatorCore),
                Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!pinning.waitFor(5, TimeUnit.SECONDS) || pinning.exitValue() != 0) {
      throw new IOException("taskset (util-linux) could not pin the generator to its core");
    }
  }

  private List<Measurement.Result> measure(Servers servers)
      throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    TableClock clock = SystemTableClock.start(random);
    Feed.Material material = Feed.Material.code(VideoSettings.hd30(), gopSeconds);
    List<Measurement.Result> results = new ArrayList<>();
    for (int count : viewers) {
      err.printf(
          "%s: %d viewers of %.2f Mbit/s for %d s …%n",
          servers.key(), count, material.videoBitrate() / 1e6, seconds);
      err.flush();
      try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
          ClientTransports transports =
              new ClientTransports(1, InetAddress.getByName("0.0.0.0"), merged, clock, random);
          ServerUnderTest server = servers.start(serverCore, http, transports, clock, random)) {
        results.add(measure(server, material, count, new Parts(http, transports, clock, random)));
      }
    }
    return results;
  }

  private record Parts(
      HttpClient http, ClientTransports transports, TableClock clock, SecureRandom random) {}

  private Measurement.Result measure(
      ServerUnderTest server, Feed.Material material, int count, Parts parts)
      throws IOException, InterruptedException {
    Feed[] feed = new Feed[1];
    try (ServerUnderTest.Inlet inlet = server.publish(() -> request(feed[0]))) {
      feed[0] = new Feed(material, answersRequests, parts.clock(), inlet);
      try (Feed running = feed[0]) {
        running.start();
        long idleKiB = new ProcessMeter(server.pid()).read().residentKiB();
        return new Measurement(parts.clock())
            .run(
                server,
                new Measurement.Plan(count, startsPerSecond, warmSeconds, seconds),
                crowds(server, count, parts),
                idleKiB);
      }
    }
  }

  private static void request(Feed feed) {
    if (feed != null) {
      feed.requestKeyframe();
    }
  }

  private List<Crowd> crowds(ServerUnderTest server, int count, Parts parts)
      throws IOException, InterruptedException {
    // One for all: where it comes from is not what is measured.
    String token = server.token();
    ViewerPlan plan =
        new ViewerPlan(
            Math.min(full, count),
            Math.max(0, count - full),
            0,
            Arrivals.constant(startsPerSecond));
    // Both ends are on this machine's clock.
    WhepTarget target = new WhepTarget(server.whep(), (_, _) -> token, true);
    SplittableRandom random = new SplittableRandom(parts.random().nextLong());
    List<Crowd> crowds = new ArrayList<>();
    crowds.add(
        new WhepViewers(
            target, plan, parts.http(), parts.transports(), parts.clock(), random.split()));
    if (plan.sinks() > 0) {
      crowds.add(
          new WhepSinks(
              target, plan, parts.http(), parts.transports(), parts.clock(), random.split()));
    }
    return crowds;
  }

  private int complain(int exitCode, String message) {
    err.println("loadtest: " + message);
    err.flush();
    return exitCode;
  }
}
