package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.gateway.media.peer.WhepPlayerFigures;
import dev.croupier.loadtest.studio.StripReading;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.CompletableFuture;

/**
 * One session of one full viewer: hears its player and measures. What it holds is its event loop's;
 * {@link #sample} is called there; {@link #tally}, {@link #closed} and {@link #finish} are for any
 * thread.
 */
final class WhepViewer implements WhepPlayer.Listener {
  /**
   * What is the same for all viewers of a crowd.
   *
   * @param bySight whether some of them see the picture, so that new signals are found by it
   * @param origins what is known of the frames' sending
   */
  record Shared(
      ViewerMeters meters,
      TableClock clock,
      boolean sharedClock,
      boolean bySight,
      Origins origins) {}

  private static final long U32 = 0xFFFF_FFFFL;

  /** Clocks and rounding move two frames apart by no more than this: 2 ms. */
  private static final long STEP_MICROS = 2_000;

  private final Shared shared;
  private final ViewerMeters meters;
  private final long intendedMicros;
  private final FrameWatch watch;
  private final LiveWatch live = new LiveWatch();
  private final PaceFloor floor = new PaceFloor();
  private final AvLine lines = new AvLine();
  private final ChangeWatch changes;
  private final PictureReader reader;
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private long lastRtpTime;
  private long lastCaptureMicros;
  private boolean anyFrame;
  private boolean anyAbsolute;
  private String newParameters = "";
  private boolean connectedTold;
  private boolean packetTold;
  private boolean frameTold;
  private boolean liveTold;
  private volatile ViewerTally tally = ViewerTally.NONE;
  private int lastCamera = -1;

  /**
   * A viewer that has not called yet.
   *
   * @param readerName of its decoding thread; empty for one that does not decode
   */
  WhepViewer(Shared shared, long intendedMicros, String readerName) {
    this.shared = shared;
    this.meters = shared.meters();
    this.intendedMicros = intendedMicros;
    this.watch = new FrameWatch(meters.freeze::record, meters.frameDelay::record);
    this.changes = new ChangeWatch(meters.signals);
    this.reader =
        readerName.isEmpty() ? null : new PictureReader(readerName, shared.clock(), this::picture);
  }

  @Override
  public void frame(ReceivedFrame frame) {
    watch.frame(frame);
    if (reader != null) {
      reader.offer(frame);
    }
    if (!frame.decodable()) {
      return;
    }
    long sent = shared.origins().sentMicros(frame);
    if (sent != Origins.UNKNOWN) {
      meters.sentToArrival.record(frame.completeMicros() - sent);
    }
    long place = place(frame);
    boolean absolute = frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME;
    long lateness =
        frame.completeMicros() - (absolute ? place : FrameWatch.micros(frame.rtpTime()));
    floor.add(lateness, frame.completeMicros());
    anyAbsolute |= absolute;
    if (live.liveAtMicros() == LiveWatch.NEVER) {
      long others = absolute ? meters.floor.micros() : PaceFloor.UNKNOWN;
      live.frame(lateness, frame.completeMicros(), others);
    } else {
      live(frame, place);
    }
    if (absolute && inStep(frame)) {
      lines.video().captured(frame.rtpTime(), frame.captureMicros());
    }
    if (anyFrame && !newParameters.isEmpty() && !shared.bySight()) {
      meters.signals.found(place, newParameters);
    }
    anyFrame = true;
    newParameters = "";
    changes.frame(place, frame.completeMicros());
  }

  @Override
  public void parametersChanged(int width, int height) {
    newParameters = "new parameters, " + width + "x" + height;
  }

  @Override
  public void audio(long rtpTime, long captureMicros, long arrivalMicros) {
    if (captureMicros != ReceivedFrame.NO_CAPTURE_TIME) {
      lines.audio().captured(rtpTime, captureMicros);
    }
  }

  @Override
  public void senderReport(boolean video, long senderMicros, long rtpTime, long arrivalMicros) {
    (video ? lines.video() : lines.audio()).report(senderMicros, rtpTime);
    long shift = lines.shiftMicros();
    if (shift != AvLine.UNKNOWN) {
      meters.avShift.record(Math.abs(shift));
      meters.avChange.record(Math.abs(lines.changeMicros()));
    }
  }

  @Override
  public void closed(String reason) {
    closed.complete(reason);
  }

  /** Takes stock; on the event loop. */
  ViewerTally sample(WhepPlayerFigures player) {
    return sample(player, shared.clock().nowMicros());
  }

  /** Takes stock as of a moment; on the event loop, or when all is over. */
  ViewerTally sample(WhepPlayerFigures player, long now) {
    join(player);
    if (floor.micros() != PaceFloor.UNKNOWN && !closed.isDone()) {
      if (anyAbsolute) {
        meters.floor.add(floor.micros(), now);
      }
      if (player.rttMicros() >= 0) {
        meters.rtt.record(player.rttMicros());
      }
      if (player.video().packets() > 0) {
        meters.jitter.record(player.video().jitterMicros());
      }
    }
    tally = ViewerTally.of(player, watch.counts(now), pictures());
    return tally;
  }

  /** As of the last sample. */
  ViewerTally tally() {
    return tally;
  }

  /** Completes with the reason when its transport is over. */
  CompletableFuture<String> closed() {
    return closed;
  }

  /** Ends its decoding; blocks for a moment. */
  void finish() {
    if (reader != null) {
      reader.close();
    }
  }

  private PictureReader.Counts pictures() {
    return reader == null ? PictureReader.Counts.NONE : reader.counts();
  }

  /**
   * Whether it is as far from the one before in RTP time as it was captured: it is not catching up.
   */
  private boolean inStep(ReceivedFrame frame) {
    long off =
        FrameWatch.micros(frame.rtpTime() - lastRtpTime)
            - (frame.captureMicros() - lastCaptureMicros);
    lastRtpTime = frame.rtpTime();
    lastCaptureMicros = frame.captureMicros();
    return Math.abs(off) <= STEP_MICROS;
  }

  private void live(ReceivedFrame frame, long place) {
    long captured =
        frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME
            ? frame.captureMicros()
            : lines.video().at(frame.rtpTime());
    if (shared.sharedClock() && captured != SenderLine.UNKNOWN) {
      meters.age.record(frame.completeMicros() - captured);
    }
    meters.arrivals.seen(place, frame.completeMicros());
  }

  private void join(WhepPlayerFigures player) {
    if (!connectedTold && player.connectedAt() != WhepPlayerFigures.NEVER) {
      connectedTold = true;
      meters.join.connected(
          intendedMicros, player.answeredAt(), player.checkedAt(), player.connectedAt());
    }
    if (!packetTold && player.firstPacketAt() != WhepPlayerFigures.NEVER) {
      packetTold = true;
      meters.join.firstPacket(intendedMicros, player.firstPacketAt());
    }
    if (!frameTold && player.firstFrameAt() != WhepPlayerFigures.NEVER) {
      frameTold = true;
      meters.firstFrame.record(player.firstFrameAt() - intendedMicros);
    }
    if (!liveTold && live.liveAtMicros() != LiveWatch.NEVER) {
      liveTold = true;
      meters.firstLiveFrame.record(live.liveAtMicros() - intendedMicros);
    }
  }

  /** A picture was decoded; the reader's thread. */
  private void picture(ReceivedFrame frame, StripReading.Frame strip, long atMicros) {
    meters.pictures.seen((long) strip.cameraId() << 32 | strip.frame() & U32, atMicros);
    if (shared.sharedClock()) {
      meters.glass.record(atMicros - strip.tableTimeMicros());
      if (frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME) {
        meters.captureError.record(Math.abs(frame.captureMicros() - strip.tableTimeMicros()));
      }
    }
    if (lastCamera >= 0 && lastCamera != strip.cameraId()) {
      meters.signals.found(place(frame), "camera " + lastCamera + " to " + strip.cameraId());
    }
    lastCamera = strip.cameraId();
  }

  /** A frame's place in the program's time, alike for all its viewers: capture time, else RTP's. */
  private static long place(ReceivedFrame frame) {
    return frame.captureMicros() != ReceivedFrame.NO_CAPTURE_TIME
        ? frame.captureMicros()
        : FrameWatch.micros(frame.rtpTime() & U32);
  }
}
