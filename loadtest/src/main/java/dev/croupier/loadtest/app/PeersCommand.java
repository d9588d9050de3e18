package dev.croupier.loadtest.app;

import dev.croupier.loadtest.peer.Feed;
import dev.croupier.loadtest.peer.LimitSearch;
import dev.croupier.loadtest.peer.Measurement;
import dev.croupier.loadtest.peer.Ratios;
import dev.croupier.loadtest.peer.Servers;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.Pacing;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.time.clock.SystemTableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private static final int MOST_VIEWERS = 10_000;

  /** A delay of so many groups could be taken for a shorter one. */
  private static final int GROUPS = 4;

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
          "janus or mediamtx, as installed; gateway-whole: the gateway with large pictures that"
              + " leave when they are complete; none measures the gateway alone; default:"
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
      names = "--search",
      paramLabel = "MOST",
      arity = "0..1",
      fallbackValue = "2000",
      description =
          "looks for the most viewers that each server sustains, from the first of --viewers up"
              + " to this; without a number: ${FALLBACK-VALUE}")
  private Integer most;

  @Option(
      names = "--pacing",
      paramLabel = "X|burst",
      defaultValue = "2.5",
      description =
          "the packets of a picture leave the publisher at X times the stream's rate, as browsers"
              + " send them, or all at once; default: ${DEFAULT-VALUE}")
  private String pacing;

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
      SecureRandom random = new SecureRandom();
      Feed.Material material = Feed.Material.code(VideoSettings.hd30(), gopSeconds, GROUPS);
      Ruler ruler =
          new Ruler(material, terms(material), SystemTableClock.start(random), random, err);
      out.println(conditions(material));
      out.flush();
      List<Measurement.Result> ours = measure(ruler, Servers.GATEWAY);
      List<Measurement.Result> theirs = other.isPresent() ? measure(ruler, other.get()) : List.of();
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

  private Ruler.Terms terms(Feed.Material material) {
    return new Ruler.Terms(
        pacing().bitsPerSecond(material.bitrate()),
        answersRequests,
        full,
        startsPerSecond,
        warmSeconds,
        seconds,
        merged,
        serverCore);
  }

  /** Without these no figure means anything. */
  private String conditions(Feed.Material material) {
    return String.format(
        Locale.ROOT,
        "publisher: %.2f Mbit/s, a keyframe every %d s, %s to requests, %s; server on core %d,"
            + " generator on core %d, which reads %s",
        material.videoBitrate() / 1e6,
        gopSeconds,
        answersRequests ? "another" : "none",
        pacing().equals(Pacing.BURST)
            ? "all packets of a picture at once"
            : "packets paced at " + pacing().text() + " x " + material.bitrate() / 1e6 + " Mbit/s",
        serverCore,
        generatorCore,
        merged ? "rows of datagrams as one" : "each datagram alone");
  }

  private List<Measurement.Result> measure(Ruler ruler, Servers servers)
      throws IOException, InterruptedException {
    return most == null
        ? ruler.each(servers, viewers)
        : ruler.limit(servers, new LimitSearch(viewers.getFirst(), most));
  }

  private Pacing pacing() {
    return Pacing.parse("--pacing " + pacing, pacing);
  }

  private String wrong() {
    int cores = Runtime.getRuntime().availableProcessors();
    if (!peer.equals(NONE)
        && Servers.find(peer).filter(each -> each != Servers.GATEWAY).isEmpty()) {
      return "--peer: janus, mediamtx, gateway-whole or none, not '" + peer + "'";
    }
    if (viewers.stream().anyMatch(each -> each < 1 || each > MOST_VIEWERS)) {
      return "--viewers: each 1.." + MOST_VIEWERS;
    }
    if (most != null && (most < viewers.getFirst() || most > MOST_VIEWERS)) {
      return "--search: from the first of --viewers to " + MOST_VIEWERS;
    }
    try {
      var _ = pacing();
    } catch (ScenarioException e) {
      return e.getMessage();
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

  private int complain(int exitCode, String message) {
    err.println("loadtest: " + message);
    err.flush();
    return exitCode;
  }
}
