package dev.croupier.loadtest.browser;

import dev.croupier.gateway.media.rtp.TimestampUnwrapper;
import java.util.Optional;
import java.util.function.Consumer;

/** What is made of the reports of one page's session. Pure; one thread. */
final class PageSession {
  private static final double MICROS = 1_000;
  private static final double SECOND_MICROS = 1e6;
  private static final long PATIENCE_MICROS = 15_000_000;

  private final int page;
  private final long clockOffsetMicros;
  private final boolean sharedClock;
  private final PageTally tally;
  private final Consumer<ShownFrame> listener;
  private final PageWatch watch = new PageWatch();
  private final TimestampUnwrapper rtp = new TimestampUnwrapper();
  private boolean connected;
  private boolean joined;
  private boolean live;
  private long losses;
  private boolean lossBefore;
  private boolean rttByRtcp;
  private long rttCount;
  private int camera = -1;
  private long strips;
  private long unreadable;
  private long bare;

  /**
   * A session that has just been answered.
   *
   * @param clockOffsetMicros added to the page's clock for table time
   * @param sharedClock whether strips tell the same table time
   */
  PageSession(
      int page,
      long clockOffsetMicros,
      boolean sharedClock,
      PageTally tally,
      Consumer<ShownFrame> listener) {
    this.page = page;
    this.clockOffsetMicros = clockOffsetMicros;
    this.sharedClock = sharedClock;
    this.tally = tally;
    this.listener = listener;
  }

  /** The page's unit as ours. */
  static long micros(double pageMillis) {
    return Math.round(pageMillis * MICROS);
  }

  /**
   * Takes in the next report.
   *
   * @return why the session failed, if it has
   */
  Optional<String> take(PageReport report) {
    if (!connected && report.connected() >= 0) {
      connected = true;
      tally.answered.record(micros(report.answered() - report.began()));
      tally.connected.record(micros(report.connected() - report.began()));
    }
    PageReport.Stream video = report.video();
    // A packet that is missed at the end of one report makes its gap in the next.
    boolean lossNow = video.lost() > losses;
    for (PageReport.Frame frame : report.frames()) {
      frame(table(report.began()), frame, lossNow || lossBefore);
    }
    lossBefore = lossNow;
    losses = Math.max(losses, video.lost());
    watch.received(video.framesReceived(), report.presented());
    path(report);
    tally.session(
        page,
        new PageTally.Sums(
            watch.counts(table(report.now())), video, report.audio(), strips, unreadable, bare));
    return failure(report);
  }

  private long table(double pageMillis) {
    return clockOffsetMicros + micros(pageMillis);
  }

  private void frame(long beganMicros, PageReport.Frame frame, boolean lossAbout) {
    ShownFrame shown =
        new ShownFrame(
            page,
            table(frame.shown()),
            frame.rtp() < 0 ? ShownFrame.NONE : rtp.unwrap(frame.rtp()),
            frame.presented(),
            frame.readable() ? frame.camera() : -1,
            frame.number(),
            frame.captureMicros());
    if (!joined) {
      joined = true;
      tally.firstFrame.record(shown.shownMicros() - beganMicros);
    }
    long since = watch.frame(shown.shownMicros(), shown.presented(), shown.rtpTime(), lossAbout);
    if (since >= 0) {
      tally.interval.record(since);
    }
    strip(frame, shown);
    if (sharedClock && shown.readable()) {
      if (!live && shown.captureMicros() >= beganMicros) {
        live = true;
        tally.firstLiveFrame.record(shown.shownMicros() - beganMicros);
      }
      age(frame, shown.captureMicros(), shown.shownMicros());
    } else if (!sharedClock && frame.captured() >= 0) {
      age(frame, table(frame.captured()), shown.shownMicros());
    }
    listener.accept(shown);
  }

  private void age(PageReport.Frame frame, long captureMicros, long shownMicros) {
    tally.captureToShown.record(shownMicros - captureMicros);
    if (frame.received() >= 0) {
      tally.captureToArrival.record(table(frame.received()) - captureMicros);
    }
  }

  private void strip(PageReport.Frame frame, ShownFrame shown) {
    if (!frame.readable()) {
      unreadable += frame.bare() ? 0 : 1;
      bare += frame.bare() ? 1 : 0;
      return;
    }
    strips++;
    if (camera >= 0 && shown.camera() != camera) {
      tally.mark(
          shown.shownMicros(),
          "page " + page + " shows camera " + shown.camera() + ", frame " + shown.number());
    }
    camera = shown.camera();
  }

  /** Round trips as native viewers tell them: by RTCP, else by STUN; each counts once. */
  private void path(PageReport report) {
    if (report.rtcp().count() > 0 && !rttByRtcp) {
      rttByRtcp = true;
      rttCount = 0;
    }
    PageReport.RoundTrip trip = rttByRtcp ? report.rtcp() : report.stun();
    if (trip.count() > rttCount) {
      rttCount = trip.count();
      tally.rtt.record(Math.round(trip.seconds() * SECOND_MICROS));
    }
    if (report.video().packets() > 0) {
      tally.jitter.record(Math.round(report.video().jitterSeconds() * SECOND_MICROS));
    }
  }

  private Optional<String> failure(PageReport report) {
    if (report.state().equals("failed")) {
      return Optional.of(
          connected ? "the connection was lost" : "not connected: no path was found");
    }
    if (!joined && micros(report.now() - report.began()) > PATIENCE_MICROS) {
      return Optional.of(connected ? "connected, but no picture came" : "not connected in time");
    }
    return Optional.empty();
  }
}
