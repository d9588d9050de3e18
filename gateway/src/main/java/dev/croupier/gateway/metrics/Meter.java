package dev.croupier.gateway.metrics;

import java.util.List;

/**
 * Every meter of the gateway: its name, kind, unit, tags and meaning. {@code docs/metrics.md} is
 * written from here.
 *
 * <p>A tag takes few values, all chosen by us: never an id or a text from outside. Names of signals
 * are staff's: a table has eight at most.
 */
public enum Meter {
  HTTP_REQUESTS(
      "http.requests",
      Kind.TIMER,
      "seconds",
      "HTTP requests answered, and how long that took",
      "method",
      "route",
      "status"),
  HTTP_REFUSALS(
      "http.refusals",
      Kind.COUNTER,
      "requests",
      "HTTP requests refused, by route and problem code",
      "route",
      "status",
      "code"),

  MEDIA_SESSIONS(
      "media.sessions",
      Kind.GAUGE,
      "sessions",
      "Viewers of a program and live signals, by kind (viewer, signal) and table",
      "kind",
      "table"),
  MEDIA_JOIN(
      "media.join",
      Kind.TIMER,
      "seconds",
      "From a viewer's offer to the first live frame sent to it",
      "table",
      "build"),
  MEDIA_ENDS(
      "media.ends",
      Kind.COUNTER,
      "viewers",
      "Viewers whose session ended, by reason: closed (by the player's DELETE), bye, peer_closed, "
          + "consent_expired, show_over, internal_error …",
      "table",
      "build",
      "reason"),
  WEBRTC_RTT(
      "webrtc.rtt",
      Kind.SUMMARY,
      "ms",
      "Round-trip time to viewers by their receiver reports, one sample a viewer and second",
      "table",
      "build"),
  DROPPED_FRAMES(
      "dropped.frames",
      Kind.COUNTER,
      "frames",
      "Pictures dropped for a viewer because its queue had no room; from there it gets none up to the "
          + "next keyframe",
      "table",
      "build"),
  MEDIA_LOSS(
      "media.loss",
      Kind.SUMMARY,
      "ratio",
      "Loss of video in viewers' reports before retransmission, one sample a viewer and second",
      "table",
      "build"),
  MEDIA_JITTER(
      "media.jitter",
      Kind.SUMMARY,
      "ms",
      "Interarrival jitter of video in viewers' reports, one sample a viewer and second",
      "table",
      "build"),
  MEDIA_QUEUE(
      "media.queue",
      Kind.SUMMARY,
      "ms",
      "How long packets wait on the path to viewers by their feedback, one sample a viewer and second",
      "table",
      "build"),
  MEDIA_RETRANSMISSIONS(
      "media.retransmissions",
      Kind.COUNTER,
      "packets",
      "Packets sent again after a NACK",
      "table",
      "build"),
  MEDIA_RETRANSMISSIONS_REFUSED(
      "media.retransmissions.refused",
      Kind.COUNTER,
      "packets",
      "Packets asked for by NACK and not sent again: unknown, no_rtx, too_soon, too_often, over_budget",
      "table",
      "build",
      "reason"),
  MEDIA_ESTIMATE(
      "media.estimate",
      Kind.SUMMARY,
      "bits",
      "What viewers' paths carry in bit/s by their feedback, one sample a viewer and second",
      "table",
      "build"),
  MEDIA_FRAMES_LEFT_OUT(
      "media.frames.left.out",
      Kind.COUNTER,
      "frames",
      "Pictures not sent to a viewer because its path does not carry them",
      "table",
      "build"),
  MEDIA_KEYFRAME_REQUESTS(
      "media.keyframe.requests",
      Kind.COUNTER,
      "requests",
      "Keyframes asked for by viewers; they become at most one upstream in 500 ms",
      "table",
      "build"),
  MEDIA_FAULTS(
      "media.faults",
      Kind.COUNTER,
      "exceptions",
      "Exceptions in the media plane's own work, each a bug, by kind: session (it ended, the others "
          + "went on); table (it went on)",
      "kind"),
  MEDIA_PACKETS(
      "media.packets", Kind.COUNTER, "packets", "Datagrams of the media ports", "direction"),
  MEDIA_PICTURES_UNFINISHED(
      "media.pictures.unfinished",
      Kind.COUNTER,
      "pictures",
      "Pictures of a signal that began to arrive and were never complete: a packet was lost for "
          + "good, or what came cannot be read",
      "table",
      "signal"),
  MEDIA_POSTERS(
      "media.posters",
      Kind.COUNTER,
      "pictures",
      "Stills of signals that were to be made: made; unreadable (nothing can be decoded from what "
          + "was published); lost (the worker's process died of it, or took too long)",
      "outcome"),
  MEDIA_SLATES(
      "media.slates",
      Kind.GAUGE,
      "slates",
      "Whether a table's slate in a codec is there: 1, or 0 while it is being made or could not be "
          + "made, which is tried again",
      "table",
      "codec"),
  MEDIA_REFUSALS(
      "media.refusals",
      Kind.COUNTER,
      "datagrams",
      "Datagrams and handshakes refused at the media ports, by reason",
      "reason"),

  PAGE_REPORTS(
      "page.reports",
      Kind.COUNTER,
      "reports",
      "Pages' reports of quality: counted; implausible (shown, but more than its session's life "
          + "allows, so in no total); out_of_range (refused)",
      "outcome"),
  PAGE_JOIN(
      "page.join",
      Kind.TIMER,
      "seconds",
      "From a page's opening to its first frame, as pages report it",
      "table",
      "build"),
  PAGE_RTT("page.rtt", Kind.SUMMARY, "ms", "Round-trip time as pages report it", "table", "build"),
  PAGE_JITTER(
      "page.jitter", Kind.SUMMARY, "ms", "Jitter of video as pages report it", "table", "build"),
  PAGE_BEHIND(
      "page.behind",
      Kind.SUMMARY,
      "ms",
      "From a frame's capture to its place on the screen, as pages report it",
      "table",
      "build"),
  PAGE_LOSS(
      "page.loss",
      Kind.SUMMARY,
      "ratio",
      "Loss of video before retransmission since the page's report before",
      "table",
      "build"),
  PAGE_LOSS_RESIDUAL(
      "page.loss.residual",
      Kind.SUMMARY,
      "ratio",
      "Loss of video after retransmission since the page's report before",
      "table",
      "build"),
  PAGE_FRAMES_DECODED(
      "page.frames.decoded", Kind.COUNTER, "frames", "Frames pages decoded", "table", "build"),
  PAGE_FRAMES_DROPPED(
      "page.frames.dropped",
      Kind.COUNTER,
      "frames",
      "Frames pages decoded or received, and did not show",
      "table",
      "build"),
  PAGE_FREEZES(
      "page.freezes", Kind.COUNTER, "freezes", "Times a page's picture froze", "table", "build"),
  PAGE_FREEZES_WITHOUT_LOSS(
      "page.freezes.without.loss",
      Kind.COUNTER,
      "freezes",
      "Of these, those at a time in which the page lost no packet",
      "table",
      "build"),
  PAGE_FROZEN(
      "page.frozen", Kind.COUNTER, "seconds", "How long pages' pictures froze", "table", "build"),

  ROUNDS("rounds", Kind.COUNTER, "rounds", "Rounds by the state they ended in", "table", "state"),
  ABORTED_ROUNDS(
      "aborted.rounds",
      Kind.COUNTER,
      "rounds",
      "Rounds that ended void after at least one accepted bet, by reason",
      "table",
      "reason"),
  ROUNDS_HELD(
      "rounds.held", Kind.COUNTER, "rounds", "Times a round was held or parked", "table", "reason"),
  ROUND_SETTLE(
      "round.settle",
      Kind.TIMER,
      "seconds",
      "From the committed result to the committed settlement",
      "table",
      "calcVer"),
  BETS(
      "bets",
      Kind.COUNTER,
      "slips",
      "Slips decided, by outcome: accepted, cancelled, rejected",
      "outcome"),
  LEDGER_QUEUE(
      "ledger.queue", Kind.GAUGE, "commands", "Commands waiting for the shard's writer", "shard"),

  CONTROL_SESSIONS("control.sessions", Kind.GAUGE, "sessions", "Players' sessions", "table"),
  CONTROL_CLOSES(
      "control.closes", Kind.COUNTER, "sessions", "Sockets closed by us, by close code", "code"),
  CONTROL_MESSAGES(
      "control.messages",
      Kind.COUNTER,
      "messages",
      "Messages over players' sockets, by direction and type",
      "direction",
      "type"),
  CONTROL_REFUSALS(
      "control.refusals",
      Kind.COUNTER,
      "messages",
      "Messages refused without being stored, by code",
      "code"),
  CONTROL_SWAPS(
      "control.swaps", Kind.COUNTER, "swaps", "Player builds swapped, by outcome", "outcome"),

  TIME_NTP(
      "time.ntp",
      Kind.COUNTER,
      "datagrams",
      "NTP datagrams received, by what came of them",
      "outcome"),
  TIME_EXCHANGES(
      "time.exchanges",
      Kind.COUNTER,
      "messages",
      "Time questions over WebSocket, by what came of them",
      "outcome"),
  TIME_SOCKETS("time.sockets", Kind.GAUGE, "sockets", "Open WebSockets of the time server");

  /** How a meter measures. */
  public enum Kind {
    /** Only ever grows. */
    COUNTER,
    /** A value that goes up and down. */
    GAUGE,
    /** Durations: count, sum, maximum. */
    TIMER,
    /** Amounts: count, sum, maximum. */
    SUMMARY
  }

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String description;
  private final String tags;

  Meter(String id, Kind kind, String unit, String description, String... tags) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.tags = String.join(" ", tags);
  }

  /** The name in Micrometer's form, for example {@code http.requests}. */
  public String id() {
    return id;
  }

  /** How it measures. */
  public Kind kind() {
    return kind;
  }

  /** What one is. */
  public String unit() {
    return unit;
  }

  /** What it means. */
  public String description() {
    return description;
  }

  /** The names of its tags, in the order in which {@link Meters} takes their values. */
  public List<String> tags() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(" "));
  }
}
