package dev.croupier.loadtest.studio;

import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Nearest;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Any number of cameras at one gateway. Built, started and closed by one thread; {@link #apply},
 * {@link #section} and the cameras themselves by any.
 */
public final class Studio implements AutoCloseable {
  /** A camera's number in its strip has 8 bits; 0 stays free. */
  public static final int MOST_CAMERAS = 255;

  private static final int MOST_MARKS = 1_000;
  private static final int MOST_FAILURES = 5;

  private final TableClock clock;
  private final HttpClient http;
  private final ClientTransports transports;
  private final ScheduledExecutorService scheduler;
  private final CameraStation.Network network;
  private final SplittableRandom seeded;
  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Deque<Section.Mark> marks = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  /**
   * An empty studio beside a gateway.
   *
   * @param token for all publishers; null: each asks for a demo token
   * @param clock table time
   * @param seed what jitter and garbage follow from
   */
  public Studio(URI gateway, String token, TableClock clock, SecureRandom random, long seed) {
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.transports = new ClientTransports(1, localFor(gateway), clock, random);
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("studio").daemon().factory());
    this.seeded = new SplittableRandom(seed);
    GatewayApi api = new GatewayApi(gateway, http);
    this.network =
        new CameraStation.Network(
            gateway,
            token == null ? () -> api.demoToken("publisher", "studio") : () -> token,
            http,
            transports,
            clock,
            scheduler,
            random);
  }

  /** Loopback stays on loopback; else the kernel chooses. */
  private static InetAddress localFor(URI gateway) {
    try {
      return InetAddress.getByName(gateway.getHost()).isLoopbackAddress()
          ? InetAddress.getLoopbackAddress()
          : InetAddress.getByName("0.0.0.0");
    } catch (UnknownHostException _) {
      // Said by whoever asks the gateway first.
      return InetAddress.getLoopbackAddress();
    }
  }

  /** The gateway's HTTP door, on this studio's own client. */
  public GatewayApi api() {
    return new GatewayApi(network.gateway(), http);
  }

  /**
   * Adds a synthetic camera; its number is how many there are then.
   *
   * @param path {@code table/signal}
   * @param round what its picture shows of the round
   * @throws ScenarioException if there is one of this name, or no room
   */
  public CameraStation add(
      String path, CameraPlan plan, CameraStation.Lens lens, Supplier<RoundState> round) {
    CameraStation station =
        new CameraStation(path, nextCameraId(path), plan, lens, round, network, seeded.split());
    stations.put(path, station);
    return station;
  }

  /** Adds a camera that a real browser publishes. Else as {@link #add}. */
  public BrowserCamera addBrowser(String path, CameraPlan plan) {
    BrowserCamera camera = new BrowserCamera(path, nextCameraId(path), plan, network);
    stations.put(path, camera);
    return camera;
  }

  /** Adds a camera that the system's ffmpeg publishes by plain RTP. Else as {@link #add}. */
  public FfmpegCamera addFfmpeg(
      String path, CameraPlan plan, CameraStation.Lens lens, Supplier<RoundState> round) {
    FfmpegCamera camera =
        new FfmpegCamera(
            path, nextCameraId(path), plan, lens, round, network, FfmpegCamera.PROGRAM);
    stations.put(path, camera);
    return camera;
  }

  private int nextCameraId(String path) {
    if (stations.containsKey(path)) {
      throw new ScenarioException("two cameras are called " + Words.shown(path));
    }
    if (stations.size() >= MOST_CAMERAS) {
      throw new ScenarioException("a studio has room for " + MOST_CAMERAS + " cameras");
    }
    return stations.size() + 1;
  }

  /** Starts all cameras. */
  public void start() {
    for (Station station : stations.values()) {
      var _ = station.firstAccepted().whenComplete((_, thrown) -> refused(station, thrown));
      station.start();
    }
  }

  private void refused(Station station, Throwable thrown) {
    if (thrown != null && failures.size() < MOST_FAILURES) {
      failures.add(station.path() + ": " + thrown.getMessage());
    }
  }

  /** All cameras, in the order in which they were added. */
  public Collection<Station> stations() {
    return Collections.unmodifiableCollection(stations.values());
  }

  /**
   * A camera by {@code table/signal}.
   *
   * @throws ScenarioException one line, if there is none
   */
  public Station station(String path) {
    Station station = stations.get(path);
    if (station != null) {
      return station;
    }
    throw new ScenarioException(
        stations.isEmpty()
            ? "there are no cameras"
            : "there is no camera '"
                + Words.shown(path)
                + "'; did you mean '"
                + Nearest.of(Words.shown(path), List.copyOf(stations.keySet()))
                + "'?");
  }

  /**
   * Changes a camera and marks the moment.
   *
   * @throws ScenarioException one line, if there is no such camera or it cannot do that
   */
  public void apply(String path, Fault fault) {
    station(path).apply(fault);
    synchronized (marks) {
      if (marks.size() == MOST_MARKS) {
        marks.removeFirst();
      }
      marks.addLast(new Section.Mark(clock.nowMicros(), path + " " + fault.word()));
    }
  }

  /** What it has made and sent up to now; key {@code studio}. */
  public Section section() {
    Station.Counts all = new Station.Counts(0, 0, 0, 0, 0, 0);
    long again = 0;
    int failed = 0;
    long asked = 0;
    double perHalfSecond = 0;
    for (Station station : stations.values()) {
      Station.Counts one = station.counts();
      all = all.plus(one);
      again += Math.max(0, one.published() - 1);
      failed += one.published() == 0 ? 1 : 0;
      asked += station.asked().requests();
      perHalfSecond = Math.max(perHalfSecond, station.asked().perHalfSecond());
    }
    List<Section.Mark> happened;
    synchronized (marks) {
      happened = List.copyOf(marks);
    }
    return new Section(
        "studio",
        "studio",
        stations.size(),
        failed,
        new ArrayList<>(failures),
        List.of(),
        List.of(
            new Section.Count("frames_made", "frames made", all.frames(), ""),
            new Section.Count("frames_left_out", "left out, late", all.framesDropped(), ""),
            new Section.Count("sound_packets_made", "sound packets made", all.packets(), ""),
            new Section.Count("sound_packets_left_out", "left out, late", all.packetsDropped(), ""),
            new Section.Count("path_overflows", "lost on the way out", all.leftOut(), ""),
            new Section.Count("republished", "published again", again, ""),
            new Section.Count("keyframe_requests", "keyframes asked of them", asked, "")),
        Map.of("keyframe_requests_per_half_second", perHalfSecond),
        happened);
  }

  /** Ends all cameras politely. */
  @Override
  public void close() {
    stations.values().forEach(Station::close);
    scheduler.shutdownNow();
    transports.close();
    http.close();
  }
}
