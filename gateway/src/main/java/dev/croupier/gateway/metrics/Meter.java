package dev.croupier.gateway.metrics;

import java.util.List;

/**
 * Every meter of the gateway: its name, kind, unit, tags and meaning. {@code docs/metrics.md} is
 * written from here.
 *
 * <p>A tag takes few values, all chosen by us: never an id or a text from outside.
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
      "Open sessions, by kind (publisher, viewer) and table",
      "kind",
      "table"),
  MEDIA_JOIN(
      "media.join",
      Kind.TIMER,
      "seconds",
      "From the offer to the first packet of a keyframe sent to a viewer",
      "table"),
  MEDIA_PACKETS_IN("media.packets.in", Kind.COUNTER, "packets", "RTP packets received", "table"),
  MEDIA_PACKETS_OUT("media.packets.out", Kind.COUNTER, "packets", "RTP packets sent", "table"),
  MEDIA_BYTES_OUT("media.bytes.out", Kind.COUNTER, "bytes", "RTP bytes sent", "table"),
  MEDIA_REFUSALS(
      "media.refusals",
      Kind.COUNTER,
      "packets",
      "Datagrams and sessions refused, by reason (unknown_address, bad_stun, replayed …)",
      "reason"),
  MEDIA_RETRANSMISSIONS(
      "media.retransmissions", Kind.COUNTER, "packets", "Packets sent again after a NACK", "table"),
  MEDIA_KEYFRAME_REQUESTS(
      "media.keyframe.requests",
      Kind.COUNTER,
      "requests",
      "Keyframes asked of publishers, by who wanted them",
      "because"),
  MEDIA_DROPPED_FRAMES(
      "media.dropped.frames",
      Kind.COUNTER,
      "frames",
      "Frames that came in broken or too late, or that a viewer's queue had no room for",
      "reason"),
  MEDIA_SWITCHES(
      "media.switches",
      Kind.COUNTER,
      "switches",
      "Changes of a program's source, by cause (operator, lost, returned)",
      "because"),
  MEDIA_RTT(
      "media.webrtc.rtt",
      Kind.TIMER,
      "seconds",
      "Round-trip time to viewers by their receiver reports",
      "table"),

  ROUNDS("rounds", Kind.COUNTER, "rounds", "Rounds by the state they ended in", "table", "state"),
  ROUNDS_SETTLE(
      "rounds.settle", Kind.TIMER, "seconds", "From the result to the settled round", "table"),
  BETS(
      "bets",
      Kind.COUNTER,
      "slips",
      "Slips decided, by outcome: accepted, cancelled, or the refusal's code",
      "outcome"),
  BET_DECISION(
      "bets.decision", Kind.TIMER, "seconds", "From a slip's arrival to its stored answer"),
  LEDGER_COMMIT("ledger.commit", Kind.TIMER, "seconds", "One group commit to the store", "shard"),
  LEDGER_BATCH("ledger.batch", Kind.SUMMARY, "commands", "Commands in one group commit", "shard"),
  LEDGER_QUEUE(
      "ledger.queue", Kind.GAUGE, "commands", "Commands waiting for the shard's writer", "shard"),

  CONTROL_SESSIONS(
      "control.sessions", Kind.GAUGE, "sessions", "Players' sockets past their hello", "table"),
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
      "control.swaps", Kind.COUNTER, "swaps", "Player builds swapped, by outcome", "outcome");

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
