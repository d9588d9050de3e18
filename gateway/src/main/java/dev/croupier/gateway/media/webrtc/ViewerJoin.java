package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.fanout.Guarded;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.program.GopCache;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * How one viewer comes to its first live picture, by the plan that is best when it is there. The
 * session's event loop.
 *
 * <pre>
 *   NEW → (begin) → WAITING (for a keyframe) → (keyframe) → LIVE
 *                   WAITING → (cached pictures are sent) → CATCHING_UP → CAUGHT_UP → (picture) → LIVE
 *   LIVE, CATCHING_UP, CAUGHT_UP → (frames were lost) → WAITING
 *   any → (stop) → OVER
 * </pre>
 */
final class ViewerJoin {
  /** Where it is. */
  enum State {
    NEW,
    WAITING,
    CATCHING_UP,
    CAUGHT_UP,
    LIVE,
    OVER
  }

  /** Packets are sent this far apart at least, so that they leave several at a time: 3 ms. */
  private static final long TURN_MICROS = 3_000;

  /** Who waits looks this often whether it can catch up by now: 100 ms. */
  private static final long AGAIN_MICROS = 100_000;

  private final Show show;
  private final Joins joins;
  private final TableClock clock;
  private final PeerTransport transport;
  private final SentTrack video;
  private final JoinBudget budget;
  private final boolean mayCatchUp;
  private final LongConsumer until;
  private State state = State.NEW;
  private CatchUp catchUp;
  private CatchUp.Wire wire;
  private JoinPlan plan;
  private long paceBits;
  private long coveredSequence = Long.MIN_VALUE;
  private boolean gap;
  private boolean counted;
  private ScheduledFuture<?> timer;

  /**
   * A viewer that is not there yet.
   *
   * @param transport whose event loop it is on
   * @param mayCatchUp false: it wants nothing that is not live
   * @param until told the RTP time (unwrapped) of its first live picture, once, when that is sent;
   *     those before it came faster than they were made
   */
  ViewerJoin(
      Show show,
      TableClock clock,
      PeerTransport transport,
      SentTrack video,
      JoinBudget budget,
      boolean mayCatchUp,
      LongConsumer until) {
    this.show = show;
    this.joins = show.joins();
    this.clock = clock;
    this.transport = transport;
    this.video = video;
    this.budget = budget;
    this.mayCatchUp = mayCatchUp;
    this.until = until;
  }

  /** The viewer can be sent to, and gets the show's frames from now on. */
  void begin() {
    counted = true;
    joins.begin();
    state = State.WAITING;
    look();
  }

  /**
   * A live picture, or the first part of one.
   *
   * @return whether it is to be sent as it is
   */
  boolean frame(ProgramFrame frame) {
    return switch (state) {
      case NEW, OVER -> false;
      case LIVE -> true;
      case WAITING -> {
        if (frame.keyframe() && frame.firstSequence() >= coveredSequence) {
          arrive(frame);
          yield true;
        }
        yield false;
      }
      case CATCHING_UP -> {
        if (frame.whole()
            && frame.firstSequence() >= coveredSequence
            && (frame.keyframe() || !gap)) {
          gap = false;
          catchUp.live(frame);
          cover(frame);
        }
        yield false;
      }
      case CAUGHT_UP -> {
        if (frame.firstSequence() >= coveredSequence) {
          arrive(frame);
          yield true;
        }
        yield false;
      }
    };
  }

  /** Frames for this viewer were dropped: nothing that follows can be decoded but a keyframe. */
  void lost() {
    switch (state) {
      case CATCHING_UP -> {
        catchUp.leaveOut();
        gap = true;
      }
      case CAUGHT_UP, LIVE -> state = State.WAITING;
      case NEW, WAITING, OVER -> {}
    }
  }

  /** The viewer has told what arrived: it is sent faster, or no faster than its path carries. */
  void heard(ViewerLink link) {
    if (state != State.CATCHING_UP || !link.told()) {
      return;
    }
    long path = link.bitsPerSecond();
    long wanted =
        JoinPlan.nextPace(
            paceBits,
            joins.gops().bitrate(),
            path == BandwidthEstimate.UNKNOWN ? paceBits / 2 : path,
            link.queueMicros());
    long granted = wanted <= paceBits ? wanted : paceBits + budget.offer(wanted - paceBits);
    budget.give(paceBits);
    budget.take(granted);
    paceBits = granted;
    catchUp.pace(granted);
  }

  /** The viewer is gone. */
  void stop() {
    state = State.OVER;
    endCatchUp();
    endCount();
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Where it is. */
  State state() {
    return state;
  }

  /** What was decided last, or null. */
  JoinPlan plan() {
    return plan;
  }

  /** Decides, and again as long as it waits for a keyframe that is not near. */
  private void look() {
    if (state != State.WAITING) {
      return;
    }
    long now = clock.nowMicros();
    GopCache.Gop gop = joins.gops().gop(now);
    long pace = JoinPlan.paceBits(joins.gops().bitrate());
    plan =
        JoinPlan.of(
            new JoinPlan.Facts(
                Math.min(joins.gops().untilKeyframeMicros(now), joins.untilPendingMicros(now)),
                joins.untilAnswerMicros(now),
                gop.bytes() * 8,
                mayCatchUp ? budget.offer(pace) : 0,
                joins.waiting()));
    switch (plan) {
      case CATCH_UP -> beginCatchUp(gop, pace, now);
      case ASK -> {
        show.requestKeyframe();
        again(AGAIN_MICROS, this::look);
      }
      case START_ON_NEXT -> again(AGAIN_MICROS, this::look);
    }
  }

  private void beginCatchUp(GopCache.Gop gop, long pace, long now) {
    state = State.CATCHING_UP;
    paceBits = pace;
    budget.take(pace);
    catchUp = new CatchUp(show.clock(), gop, joins.gops().delayMicros(), pace, now);
    wire = (frame, from, to, rtp) -> video.catchUp(frame, from, to, rtp, clock.nowMicros());
    cover(gop.frame(gop.count() - 1));
    turn();
  }

  private void turn() {
    if (state != State.CATCHING_UP) {
      return;
    }
    long now = clock.nowMicros();
    long due = catchUp.advance(now, wire);
    if (due != CatchUp.DONE) {
      again(Math.max(TURN_MICROS, due - now), this::turn);
    } else {
      endCatchUp();
      state = gap ? State.WAITING : State.CAUGHT_UP;
    }
  }

  private void arrive(ProgramFrame frame) {
    state = State.LIVE;
    // Told even if none came before it: a page waits for this word before it shows anything.
    if (counted) {
      until.accept(video.nextRtpTime(frame));
    }
    endCount();
  }

  private void cover(ProgramFrame frame) {
    coveredSequence = frame.firstSequence() + frame.payloads().length;
  }

  private void endCatchUp() {
    if (catchUp != null) {
      catchUp = null;
      budget.give(paceBits);
    }
  }

  private void endCount() {
    if (counted) {
      counted = false;
      joins.end();
    }
  }

  private void again(long delayMicros, Runnable task) {
    Runnable guarded = new Guarded(task, transport::failed);
    timer = transport.loop().schedule(guarded, delayMicros, TimeUnit.MICROSECONDS);
  }
}
