package dev.croupier.loadtest.browser;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.measure.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all pages of a run saw together. Any thread. */
final class PageTally {
  private static final int MAX_FAILURES = 5;
  private static final int MAX_MARKS = 200;
  private static final double MILLI = 1_000;

  final Series answered = new Series();
  final Series connected = new Series();
  final Series firstFrame = new Series();
  final Series firstLiveFrame = new Series();
  final Series rtt = new Series();
  final Series jitter = new Series();
  final Series interval = new Series();
  final Series captureToArrival = new Series();
  final Series captureToShown = new Series();
  final Series skew = new Series();

  /**
   * What one session of a page, or all that have ended, counted.
   *
   * @param strips frames with a strip that was read
   * @param unreadable with one that was not
   * @param bare without any
   */
  record Sums(
      PageWatch.Counts frames,
      PageReport.Stream video,
      PageReport.Stream audio,
      long strips,
      long unreadable,
      long bare) {
    static final Sums NONE =
        new Sums(PageWatch.Counts.NONE, PageReport.Stream.NONE, PageReport.Stream.NONE, 0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(
          frames.plus(other.frames),
          video.plus(other.video),
          audio.plus(other.audio),
          strips + other.strips,
          unreadable + other.unreadable,
          bare + other.bare);
    }
  }

  private final int asked;
  private final Map<Integer, Sums> sessions = new TreeMap<>();
  private final Set<Integer> failed = new TreeSet<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private final List<Section.Mark> marks = new ArrayList<>();
  private Sums ended = Sums.NONE;

  PageTally(int asked) {
    this.asked = asked;
  }

  /** What a page's session has counted up to now. */
  synchronized void session(int page, Sums sums) {
    sessions.put(page, sums);
  }

  /** A page's session is over; another may follow. */
  synchronized void sessionEnds(int page) {
    Sums sums = sessions.remove(page);
    if (sums != null) {
      ended = ended.plus(sums);
    }
  }

  /** A page could not do what it came for. */
  synchronized void fail(int page, String reason) {
    failed.add(page);
    if (failures.size() < MAX_FAILURES) {
      failures.add(reason);
    }
  }

  /** Something worth a line. */
  synchronized void mark(long atMicros, String label) {
    if (marks.size() < MAX_MARKS) {
      marks.add(new Section.Mark(atMicros, label));
    }
  }

  synchronized Section section() {
    Sums all = ended;
    for (Sums sums : sessions.values()) {
      all = all.plus(sums);
    }
    return new Section(
        "browsers",
        "Chromium pages",
        asked,
        failed.size(),
        List.copyOf(failures),
        series(),
        counts(all),
        figures(all),
        marks);
  }

  private List<Section.Named> series() {
    return List.of(
        answered.named("join_answered", "join: answer"),
        connected.named("join_connected", "join: keys agreed"),
        firstFrame.named("join_first_frame", "join: first frame presented"),
        firstLiveFrame.named("join_first_live_frame", "join: first live frame presented"),
        rtt.named("webrtc_rtt", "webrtc rtt"),
        jitter.named("jitter", "jitter"),
        interval.named("frame_interval", "from frame to frame"),
        captureToArrival.named("capture_to_arrival", "capture to arrival"),
        captureToShown.named("capture_to_shown", "capture to presented"),
        skew.named("skew", "skew across pages"));
  }

  private static List<Section.Count> counts(Sums all) {
    PageWatch.Counts frames = all.frames;
    long first = lostFirst(all.video) + lostFirst(all.audio);
    long last = lostAtLast(all.video) + lostAtLast(all.audio);
    long packets = all.video.packets() + all.audio.packets();
    return List.of(
        count("frames_shown", "frames presented", frames.shown()),
        count("frames_unseen", "of these not read by the script", frames.unseen()),
        count("dropped_frames", "dropped", frames.dropped()),
        count("frames_not_composed", "received, but not presented", frames.notComposed()),
        count("skipped_frames", "never sent", frames.neverSent()),
        count("freezes", "freezes", frames.freezes()),
        new Section.Count("frozen_ms", "frozen", frames.frozenMicros() / MILLI, "ms"),
        new Section.Count("watched_ms", "watched", frames.watchedMicros() / MILLI, "ms"),
        count("browser_freezes_own", "freezes by the browser's own count", all.video.freezes()),
        count("browser_dropped_own", "dropped by its own count", all.video.framesDropped()),
        count("strips", "strips read", all.strips),
        count("unreadable_strips", "strips that could not be read", all.unreadable),
        count("frames_without_strip", "pictures without a strip", all.bare),
        count("packets", "packets", packets),
        count("bytes", "bytes", all.video.bytes() + all.audio.bytes()),
        count("lost_before_nack", "lost before NACK", first),
        share("loss_before_nack_share", "lost before NACK", first, packets + first),
        count("lost_after_nack", "lost after NACK", last),
        share("loss_after_nack_share", "lost after NACK", last, packets + first),
        count("asked_again", "packets asked for again", all.video.nacks() + all.audio.nacks()),
        count("keyframe_requests", "keyframes asked for", all.video.keyframeRequests()));
  }

  private Map<String, Double> figures(Sums all) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("failed_pages", (double) failed.size());
    if (firstFrame.count() > 0) {
      figures.put("browser_first_frame_p95_ms", firstFrame.percentileMs(95));
    }
    figures.put("browser_frames_shown", (double) all.frames.shown());
    figures.put("browser_dropped_frames", (double) all.frames.dropped());
    figures.put("browser_freezes", (double) all.frames.freezes());
    if (skew.count() > 0) {
      figures.put("browser_skew_p95_ms", skew.percentileMs(95));
    }
    figures.put("browser_unreadable_strips", (double) all.unreadable);
    return figures;
  }

  /**
   * Packets that did not come at their first sending. Chromium leaves recovered packets out of what
   * it counts as received, so {@code packetsLost} of a stream with RTX is before NACK (libwebrtc,
   * {@code RtpVideoStreamReceiver2::OnRtpPacket}); reordering can make it negative for a moment.
   */
  private static long lostFirst(PageReport.Stream stream) {
    return Math.max(0, stream.lost());
  }

  /** Of these, those that did not come by RTX either. */
  private static long lostAtLast(PageReport.Stream stream) {
    return Math.max(0, stream.lost() - stream.resent());
  }

  private static Section.Count count(String key, String label, long value) {
    return new Section.Count(key, label, value, "");
  }

  private static Section.Count share(String key, String label, long part, long whole) {
    return new Section.Count(key, label, whole == 0 ? 0 : 100.0 * part / whole, "%");
  }
}
