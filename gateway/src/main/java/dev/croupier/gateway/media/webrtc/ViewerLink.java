package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.program.ProgramFrame;

/**
 * The way to one viewer, over all its streams: its transport-wide sequence, what its feedback says
 * of it, how much it carries, which pictures go out on it, and what may be sent again. The
 * session's event loop.
 */
final class ViewerLink implements SentPackets.Listener {
  /**
   * A viewer that told its arrivals and has not for this long while we sent is out of reach: 1 s.
   */
  static final long SILENT_MICROS = 1_000_000;

  /** Header, extensions and SRTP's tag of a packet, about. */
  private static final int OVERHEAD_BYTES = 48;

  private static final long NEVER = Long.MIN_VALUE;

  private final ResendBudget budget = new ResendBudget();
  private final SentPackets packets = new SentPackets(this);
  private final BandwidthEstimate estimate = new BandwidthEstimate();
  private final FramePolicy policy = new FramePolicy();
  private final LinkQos qos = new LinkQos();
  private long nowMicros;
  private long rttMicros = -1;
  private boolean told;
  private boolean fresh;
  private boolean dead;
  private boolean returning;
  private long unansweredSince = NEVER;
  private long outageUntil = NEVER;
  private long leftOut = NEVER;

  /** A turn of the event loop begins at this moment: time is read once for all that it sends. */
  void turn(long now) {
    nowMicros = now;
  }

  /**
   * Whether the next picture is sent, asked at its first part or when it is whole. If so, all of it
   * is to be sent; if not, nothing of it.
   */
  boolean offer(ProgramFrame frame) {
    if (frame.frameSequence() == leftOut) {
      return false;
    }
    if (!dead && told && unansweredSince != NEVER && nowMicros - unansweredSince > SILENT_MICROS) {
      dead = true;
      policy.dead();
    }
    int bytes = frame.payloadBytes() + OVERHEAD_BYTES * frame.payloads().length;
    boolean sends = policy.offer(bytes, frame.keyframe(), frame.reference(), nowMicros);
    if (!sends) {
      leftOut = frame.whole() ? NEVER : frame.frameSequence();
      qos.leftOut();
    }
    return sends;
  }

  /** Whether pictures are left out until a keyframe finds room. */
  boolean waiting() {
    return policy.waiting();
  }

  /** A packet goes out for the first time: its transport-wide sequence number, 16 bits. */
  int sent(int bytes) {
    budget.sent(bytes, nowMicros);
    return stamp(bytes);
  }

  /** A packet goes out again: its transport-wide sequence number, 16 bits. */
  int sentAgain(int bytes) {
    return stamp(bytes);
  }

  /** The viewer's round trip is known. */
  void roundTrip(long micros) {
    rttMicros = micros;
  }

  /** The latest round trip in microseconds, or -1. */
  long rttMicros() {
    return rttMicros;
  }

  /** A transport-wide feedback begins, with this reference time. */
  void feedback(long referenceMicros) {
    packets.begin(referenceMicros);
  }

  /** The feedback says that a packet arrived. */
  void received(int sequence, long arrivalMicros) {
    packets.received(sequence, arrivalMicros);
  }

  /** The feedback says that a packet had not arrived. */
  void lost(int sequence) {
    packets.lost(sequence);
  }

  /**
   * All of an RTCP datagram was heard; true if the viewer is back after an outage and needs a
   * keyframe.
   */
  boolean heard() {
    boolean back = returning;
    if (back) {
      returning = false;
      dead = false;
      policy.alive();
    }
    if (fresh && !dead) {
      fresh = false;
      estimate.update(rttMicros, policy.limited(nowMicros), nowMicros);
      policy.estimate(
          estimate.narrow() ? estimate.bitsPerSecond() : BandwidthEstimate.UNKNOWN, nowMicros);
      qos.link(
          estimate.bitsPerSecond(),
          estimate.ackedBitsPerSecond(),
          estimate.loss(),
          estimate.queueMicros());
    }
    return back;
  }

  @Override
  public void arrived(long sentMicros, long arrivalMicros, int bytes) {
    told = true;
    fresh = true;
    unansweredSince = NEVER;
    if (dead && !returning) {
      returning = true;
      outageUntil = nowMicros;
      estimate.outage(nowMicros);
    }
    estimate.arrived(sentMicros, arrivalMicros, bytes);
  }

  @Override
  public void missing(long sentMicros, int bytes) {
    // What was lost in an outage says nothing of the path's width.
    if (!dead && sentMicros >= outageUntil) {
      estimate.missing();
    }
  }

  @Override
  public void cameLate(int bytes) {
    estimate.cameLate();
  }

  /** What it carries in bit/s, {@link BandwidthEstimate#UNKNOWN} while that is not known. */
  long bitsPerSecond() {
    return estimate.bitsPerSecond();
  }

  /** How long the queue before the viewer is, in time. */
  long queueMicros() {
    return estimate.queueMicros();
  }

  /** Whether the viewer has told what arrived. */
  boolean told() {
    return told;
  }

  /** What may be sent again of all its tracks. */
  ResendBudget budget() {
    return budget;
  }

  /** Its figures; any thread. */
  LinkQos qos() {
    return qos;
  }

  private int stamp(int bytes) {
    if (unansweredSince == NEVER) {
      unansweredSince = nowMicros;
    }
    policy.sent(bytes, nowMicros);
    return packets.sent(bytes, nowMicros);
  }
}
