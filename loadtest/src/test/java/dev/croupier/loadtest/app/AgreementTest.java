package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.browser.BrowserRun;
import dev.croupier.loadtest.browser.ShownFrame;
import dev.croupier.loadtest.measure.Crowd;
import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.Arrivals;
import dev.croupier.loadtest.plan.BrowserPlan;
import dev.croupier.loadtest.plan.ViewerPlan;
import dev.croupier.loadtest.studio.Picture;
import dev.croupier.loadtest.studio.Shot;
import dev.croupier.loadtest.studio.StripReader;
import dev.croupier.loadtest.studio.StripReading;
import dev.croupier.loadtest.studio.TestCard;
import dev.croupier.loadtest.studio.VideoDecoder;
import dev.croupier.loadtest.studio.YuvPicture;
import dev.croupier.loadtest.viewer.WhepTarget;
import dev.croupier.loadtest.viewer.WhepViewers;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native viewers and Chromium pages watch the same table in one run, through a cut from one camera
 * to another and a freeze of the second camera. What both tell agrees within these bounds:
 *
 * <ul>
 *   <li><b>Frames</b> of the window that both watched: ±2 %, at least ±3, beside those that the
 *       page itself reports as received but not composed. A browser refreshes at its own 60 Hz, and
 *       on a busy machine leaves out a frame that came too close to the next.
 *   <li><b>First frame of the new signal</b>: the same number ±1, for the same reason.
 *   <li><b>Freeze</b>: both have it, between the same frames, ±300 ms long, which is half of it: a
 *       page's buffer is some tens of milliseconds deep and grows with the jitter that a freeze is
 *       to it.
 *   <li><b>Dropped frames</b>: ±3 for each viewer; on loopback both say 0. Packets lost before
 *       NACK: ±10 in all.
 *   <li><b>Round trip</b>, median: ±50 ms. Both measure through the same server; the rest is how
 *       soon a busy machine runs each program's threads (a few milliseconds when it is quiet).
 *   <li><b>Capture to arrival</b>, median: ±50 ms, for the same reason.
 * </ul>
 */
final class AgreementTest {
  private static final int PAGES = 2;
  private static final int NATIVES = 2;
  private static final long FREEZE_MICROS = 600_000;
  private static final int MAX_FRAMES = 3;
  private static final double MAX_SHARE = 0.02;
  private static final int MAX_PACKETS = 10;
  private static final long MAX_RTT_MICROS = 50_000;
  private static final long MAX_ARRIVAL_MICROS = 50_000;
  private static final long MAX_FREEZE_APART = 300_000;

  /** A camera that pauses stays on air: its freeze is what is looked at. */
  private static final String STILL =
      TestHouse.ROULETTE + "    failover: {enabled: false, slateAfterMs: 5000}\n";

  /** Frames that each stretch of the run is long, at least. */
  private static final int STRETCH = 45;

  /** Cuts that are asked for at most. */
  private static final int TRIES = 5;

  private static final long PATIENCE_MICROS = 180_000_000;
  private static final long POLL_NANOS = 20_000_000;

  @TempDir Path folder;

  /** A frame as it was read from a decoded picture. */
  private record Seen(int camera, long number, long atMicros) {}

  /** A picture that takes its time when it is told to: then its camera makes nothing. */
  private static final class Gate implements Picture {
    private final Picture behind;
    private final TableClock clock;
    private volatile long openMicros;

    private Gate(Picture behind, TableClock clock) {
      this.behind = behind;
      this.clock = clock;
    }

    @Override
    public YuvPicture paint(Shot shot) {
      for (long left = left(); left > 0; left = left()) {
        LockSupport.parkNanos(left * 1_000);
      }
      return behind.paint(shot);
    }

    private long left() {
      return openMicros - clock.nowMicros();
    }
  }

  /** A native viewer that decodes all it gets, on its event loop. */
  private static final class Eyes implements WhepPlayer.Listener, AutoCloseable {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final VideoDecoder decoder = new VideoDecoder();
    private boolean over;

    @Override
    public synchronized void frame(ReceivedFrame frame) {
      if (over) {
        return;
      }
      Optional<YuvPicture> picture = decoder.decodeLengthPrefixed(frame.data());
      if (picture.isPresent()
          && StripReader.read(picture.get()) instanceof StripReading.Frame strip) {
        seen.add(new Seen(strip.cameraId(), strip.frame(), frame.completeMicros()));
      }
    }

    @Override
    public synchronized void close() {
      over = true;
      decoder.close();
    }
  }

  @Test
  void nativeViewersAndPagesTellTheSameStory() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), STILL);
        HttpClient http = HttpClient.newHttpClient();
        Eyes eyes = new Eyes()) {
      TableClock clock = house.ground().clock();
      house.testCard("roulette-1/cam-a", 1).start();
      Gate gate = new Gate(new TestCard(640, 360, "cam-b"), clock);
      house
          .camera("roulette-1/cam-b", 2, (_, _) -> gate, "360p30", "bitrate=700k", "audio=none")
          .start();
      house.awaitSignal("cam-a", "live");
      house.awaitSignal("cam-b", "live");
      watchCutAndFreeze(house, http, eyes, gate);
    }
  }

  private static void watchCutAndFreeze(TestHouse house, HttpClient http, Eyes eyes, Gate gate)
      throws Exception {
    TableClock clock = house.ground().clock();
    URI whep = house.address().resolve("/whep/roulette-1");
    List<ShownFrame> shown = new CopyOnWriteArrayList<>();
    BrowserRun pages =
        new BrowserRun(
            new BrowserRun.Target(whep, true),
            new BrowserPlan(PAGES),
            page -> house.api().demoToken("player", "page-" + page),
            http,
            clock,
            shown::add);
    WhepViewers natives =
        new WhepViewers(
            new WhepTarget(
                whep, (kind, number) -> house.api().demoToken("player", kind + "-" + number), true),
            new ViewerPlan(NATIVES, 0, 0, Arrivals.constant(100)),
            http,
            house.transports(),
            clock,
            new SplittableRandom(5));
    Thread pagesThread = start(pages, clock);
    await(clock, () -> all(shown, 1, 1));
    Thread nativesThread = start(natives, clock);
    WhepPlayer player =
        WhepPlayer.play(
            whep,
            house.api().demoToken("player", "eyes"),
            "",
            http,
            house.transports(),
            clock,
            house.ground().random(),
            eyes);
    int before = shown.size();
    await(clock, () -> eyes.seen.size() >= STRETCH && shown.size() >= before + PAGES * STRETCH);
    cut(house);
    await(clock, () -> all(shown, 2, STRETCH), () -> told(shown, pages));
    gate.openMicros = clock.nowMicros() + FREEZE_MICROS;
    await(clock, () -> clock.nowMicros() > gate.openMicros);
    int after = shown.size();
    await(clock, () -> shown.size() >= after + PAGES * STRETCH);
    Section told = natives.section();
    Section seen = pages.section();
    nativesThread.interrupt();
    pagesThread.interrupt();
    player.close();
    nativesThread.join();
    pagesThread.join();

    sectionsAgree(told, seen);
    for (int p = 0; p < PAGES; p++) {
      int page = p;
      List<ShownFrame> frames = shown.stream().filter(frame -> frame.page() == page).toList();
      long notComposed = Math.round(count(seen, "frames_not_composed"));
      framesAgree(List.copyOf(eyes.seen), frames, notComposed);
      cutsAgree(List.copyOf(eyes.seen), frames);
      freezesAgree(List.copyOf(eyes.seen), frames);
    }
  }

  /** As an operator does: what was given up, for a keyframe that came too late, is asked again. */
  private static void cut(TestHouse house) throws Exception {
    List<JsonNode> ended = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      ended.add(house.awaitCut("cam-b"));
      if (ended.getLast().path("state").asText().equals("switched")) {
        return;
      }
    }
    fail("never on air: " + ended);
  }

  private static void sectionsAgree(Section told, Section seen) {
    assertEquals(0.0, told.figures().get("failed_joins"), told.toString());
    assertEquals(0.0, seen.figures().get("failed_pages"), seen.toString());
    assertEquals(0.0, seen.figures().get("browser_unreadable_strips"));
    assertTrue(told.figures().get("freezes") >= NATIVES, "each saw the planted one");
    assertTrue(seen.figures().get("browser_freezes") >= PAGES, "each saw the planted one");
    assertEquals(
        told.figures().get("dropped_frames") / NATIVES,
        seen.figures().get("browser_dropped_frames") / PAGES,
        MAX_FRAMES,
        "dropped frames of each");
    assertEquals(
        count(told, "lost_before_nack"),
        count(seen, "lost_before_nack"),
        MAX_PACKETS,
        "packets lost before NACK");
    assertEquals(
        median(told, "webrtc_rtt"), median(seen, "webrtc_rtt"), MAX_RTT_MICROS, "round trip");
    assertEquals(
        median(told, "capture_to_arrival"),
        median(seen, "capture_to_arrival"),
        MAX_ARRIVAL_MICROS,
        "capture to arrival");
    assertTrue(
        median(seen, "capture_to_shown") >= median(seen, "capture_to_arrival"),
        "nothing is shown before it has come");
  }

  /** Frames of the window that both watched, without a gap that only one has. */
  private static void framesAgree(List<Seen> eyes, List<ShownFrame> page, long notComposed) {
    for (int camera = 1; camera <= 2; camera++) {
      int of = camera;
      List<ShownFrame> shown = page.stream().filter(frame -> frame.camera() == of).toList();
      long from = Math.max(shown.getFirst().number(), first(eyes, of).number());
      ShownFrame begin = shown.stream().filter(f -> f.number() >= from).findFirst().orElseThrow();
      ShownFrame end = shown.getLast();
      long came =
          eyes.stream()
              .filter(frame -> frame.camera() == of)
              .filter(f -> f.number() >= begin.number() && f.number() <= end.number())
              .count();
      long presented = end.presented() - begin.presented() + 1;
      double bound = Math.max(MAX_FRAMES, MAX_SHARE * came) + notComposed;
      assertTrue(came > STRETCH / 2, "a window that says something: " + came);
      assertEquals(came, presented, bound, "frames of camera " + camera);
    }
  }

  /** The new signal begins with the same frame. */
  private static void cutsAgree(List<Seen> eyes, List<ShownFrame> page) {
    for (int i = 1; i < page.size(); i++) {
      ShownFrame frame = page.get(i);
      if (frame.camera() == 2) {
        // Frames that came and went while the page's script had no time were presented too.
        long unseen = frame.presented() - page.get(i - 1).presented() - 1;
        assertEquals(
            first(eyes, 2).number(), frame.number() - unseen, 1, "first frame of camera 2");
        return;
      }
    }
    throw new AssertionError("the page did not see the cut");
  }

  /** The planted freeze is seen by both, between the same frames, and as long. */
  private static void freezesAgree(List<Seen> eyes, List<ShownFrame> page) {
    List<Seen> came = eyes.stream().filter(frame -> frame.camera() == 2).toList();
    Seen before = came.getFirst();
    Seen after = came.getFirst();
    for (int i = 1; i < came.size(); i++) {
      if (came.get(i).atMicros() - came.get(i - 1).atMicros()
          > after.atMicros() - before.atMicros()) {
        before = came.get(i - 1);
        after = came.get(i);
      }
    }
    long last = before.number();
    long next = after.number();
    ShownFrame shownLast =
        page.stream()
            .filter(frame -> frame.camera() == 2 && frame.number() <= last)
            .reduce((_, later) -> later)
            .orElseThrow();
    ShownFrame shownNext =
        page.stream()
            .filter(frame -> frame.camera() == 2 && frame.number() >= next)
            .findFirst()
            .orElseThrow();
    assertEquals(
        FREEZE_MICROS, after.atMicros() - before.atMicros(), MAX_FREEZE_APART, "as planted");
    assertEquals(
        after.atMicros() - before.atMicros(),
        shownNext.shownMicros() - shownLast.shownMicros(),
        MAX_FREEZE_APART,
        "length of the freeze");
  }

  private static Seen first(List<Seen> eyes, int camera) {
    return eyes.stream().filter(frame -> frame.camera() == camera).findFirst().orElseThrow();
  }

  private static double count(Section section, String key) {
    return section.counts().stream()
        .filter(count -> count.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static long median(Section section, String key) {
    return section.series().stream()
        .filter(series -> series.key().equals(key))
        .findFirst()
        .orElseThrow()
        .values()
        .getValueAtPercentile(50);
  }

  private static Thread start(Crowd crowd, TableClock clock) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                crowd.run(clock.nowMicros() + PATIENCE_MICROS);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static boolean all(List<ShownFrame> shown, int camera, int frames) {
    for (int p = 0; p < PAGES; p++) {
      int page = p;
      if (shown.stream().filter(f -> f.page() == page && f.camera() == camera).count() < frames) {
        return false;
      }
    }
    return true;
  }

  /** How many frames each page has shown of each camera, and what the pages say of themselves. */
  private static String told(List<ShownFrame> shown, BrowserRun pages) {
    return shown.stream()
            .collect(
                Collectors.groupingBy(
                    frame -> "page " + frame.page() + " camera " + frame.camera(),
                    TreeMap::new,
                    Collectors.counting()))
        + " "
        + pages.section().failures()
        + " "
        + pages.section().figures();
  }

  private static void await(TableClock clock, BooleanSupplier wanted) {
    await(clock, wanted, () -> "it does not come");
  }

  private static void await(TableClock clock, BooleanSupplier wanted, Supplier<String> told) {
    long deadline = clock.nowMicros() + PATIENCE_MICROS;
    while (!wanted.getAsBoolean()) {
      assertTrue(clock.nowMicros() < deadline, told);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
