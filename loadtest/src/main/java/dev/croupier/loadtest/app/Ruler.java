package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.peer.Feed;
import dev.croupier.loadtest.peer.LimitSearch;
import dev.croupier.loadtest.peer.Measurement;
import dev.croupier.loadtest.peer.SentFrames;
import dev.croupier.loadtest.peer.ServerUnderTest;
import dev.croupier.loadtest.peer.Servers;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.viewer.WhepSinks;
import dev.croupier.loadtest.viewer.WhepTarget;
import dev.croupier.loadtest.viewer.WhepViewers;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Measures servers, each a process of its own that is started anew for every number of viewers,
 * with the same feed and the same sorts of viewers. The caller's thread.
 */
final class Ruler {
  /**
   * What is the same for all servers and numbers.
   *
   * @param pacedBits bits a second at which a frame's packets leave the publisher; 0: all at once
   * @param answersRequests whether the feed answers keyframe requests
   * @param full of the viewers, those that decrypt everything
   * @param startsPerSecond viewers that come
   * @param merged whether the generator takes rows of datagrams as one
   * @param serverCore where the server runs alone
   */
  record Terms(
      long pacedBits,
      boolean answersRequests,
      int full,
      double startsPerSecond,
      int warmSeconds,
      int seconds,
      boolean merged,
      int serverCore) {}

  /** What one server is measured with. */
  private record Parts(HttpClient http, ClientTransports transports) {}

  private final Feed.Material material;
  private final Terms terms;
  private final TableClock clock;
  private final SecureRandom random;
  private final PrintStream progress;

  Ruler(
      Feed.Material material,
      Terms terms,
      TableClock clock,
      SecureRandom random,
      PrintStream progress) {
    this.material = material;
    this.terms = terms;
    this.clock = clock;
    this.random = random;
    this.progress = progress;
  }

  /** Measures a server with each of these numbers of viewers. */
  List<Measurement.Result> each(Servers servers, List<Integer> viewers)
      throws IOException, InterruptedException {
    List<Measurement.Result> results = new ArrayList<>();
    for (int count : viewers) {
      results.add(measure(servers, count));
    }
    return results;
  }

  /** Measures a server with as many viewers as a search wants. */
  List<Measurement.Result> limit(Servers servers, LimitSearch search)
      throws IOException, InterruptedException {
    List<Measurement.Result> results = new ArrayList<>();
    for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
      Measurement.Result result = measure(servers, next.getAsInt());
      search.measured(result.viewers(), LimitSearch.Verdict.of(result));
      results.add(result);
    }
    return results;
  }

  private Measurement.Result measure(Servers servers, int viewers)
      throws IOException, InterruptedException {
    progress.printf(
        "%s: %d viewers of %.2f Mbit/s for %d s …%n",
        servers.key(), viewers, material.videoBitrate() / 1e6, terms.seconds());
    progress.flush();
    InetAddress any = InetAddress.getByName("0.0.0.0");
    // The publisher has an event loop of its own, as another server's has a thread.
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ClientTransports transports = new ClientTransports(1, any, terms.merged(), clock, random);
        ClientTransports publishing = new ClientTransports(1, any, clock, random);
        ServerUnderTest server =
            servers.start(terms.serverCore(), http, publishing, clock, random)) {
      Measurement.Result result = measure(server, viewers, new Parts(http, transports));
      progress.printf("  %s%n", result.sustained() ? "sustained" : "not sustained");
      progress.flush();
      return result;
    }
  }

  private Measurement.Result measure(ServerUnderTest server, int viewers, Parts parts)
      throws IOException, InterruptedException {
    Feed[] feed = new Feed[1];
    SentFrames sent = new SentFrames(material.frames());
    ServerUnderTest.Publishing how =
        new ServerUnderTest.Publishing(() -> request(feed[0]), terms.pacedBits(), sent);
    try (ServerUnderTest.Inlet inlet = server.publish(how)) {
      feed[0] = new Feed(material, terms.answersRequests(), clock, sent.before(inlet));
      try (Feed running = feed[0]) {
        running.start();
        return new Measurement(clock)
            .run(
                server,
                new Measurement.Plan(
                    viewers, terms.startsPerSecond(), terms.warmSeconds(), terms.seconds()),
                crowds(server, viewers, sent, parts));
      }
    }
  }

  private static void request(Feed feed) {
    if (feed != null) {
      feed.requestKeyframe();
    }
  }

  private List<Crowd> crowds(ServerUnderTest server, int viewers, SentFrames sent, Parts parts)
      throws IOException, InterruptedException {
    // One for all: where it comes from is not what is measured.
    String token = server.token();
    ViewerPlan plan =
        new ViewerPlan(
            Math.min(terms.full(), viewers),
            Math.max(0, viewers - terms.full()),
            0,
            Arrivals.constant(terms.startsPerSecond()));
    // Both ends are on this machine's clock.
    WhepTarget target = new WhepTarget(server.whep(), (_, _) -> token, true);
    SplittableRandom own = new SplittableRandom(random.nextLong());
    List<Crowd> crowds = new ArrayList<>();
    crowds.add(
        new WhepViewers(target, plan, parts.http(), parts.transports(), clock, own.split(), sent));
    if (plan.sinks() > 0) {
      crowds.add(new WhepSinks(target, plan, parts.http(), parts.transports(), clock, own.split()));
    }
    return crowds;
  }
}
