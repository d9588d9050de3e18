package dev.croupier.loadtest.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A figure of a run that an objective may name; its key is its name in lower case. Milliseconds,
 * shares from 0 to 1, or plain counts, as the key's end says.
 */
public enum Figure {
  FAILED_JOINS("viewers", "viewers that could not join"),
  CONNECTED_P95_MS("viewers", "join, keys agreed p95"),
  FIRST_PACKET_P95_MS("viewers", "join, first packet p95"),
  FIRST_FRAME_P95_MS("viewers", "join, first frame p95"),
  FIRST_LIVE_FRAME_P95_MS("viewers", "join, first live frame p95"),
  WEBRTC_RTT_P50_MS("viewers", "webrtc_rtt_ms p50"),
  WEBRTC_RTT_P95_MS("viewers", "webrtc_rtt_ms p95"),
  JITTER_P95_MS("viewers", "jitter p95"),
  FRAMES_SHOWN("viewers", "frames shown", Better.MORE),
  DROPPED_FRAMES("viewers", "dropped_frames"),
  DROPPED_FRAMES_SHARE("viewers", "dropped_frames, share"),
  LATE_FRAMES("viewers", "frames too late to be shown"),
  FROZEN_SHARE("viewers", "time frozen"),
  FREEZES("viewers", "freezes"),
  LOSS_BEFORE_NACK_SHARE("viewers", "packets lost before NACK"),
  LOSS_AFTER_NACK_SHARE("viewers", "packets lost after NACK"),
  CAPTURE_TO_ARRIVAL_P50_MS("viewers", "capture to arrival p50"),
  CAPTURE_TO_ARRIVAL_P95_MS("viewers", "capture to arrival p95"),
  SKEW_P95_MS("viewers", "skew across viewers p95"),
  NEW_SIGNAL_SKEW_P99_MS("viewers", "handover skew p99"),
  AV_SHIFT_P95_MS("viewers", "sound against picture p95"),
  UNREADABLE_STRIPS("viewers", "decoded pictures whose strip is unreadable"),
  SEQUENCE_GAPS("viewers", "gaps in sequence numbers"),
  TIMESTAMP_JUMPS("viewers", "jumps of RTP time"),

  FAILED_SINKS("sinks", "sinks that could not join"),
  SINK_CONNECTED_P95_MS("sinks", "sink join, keys agreed p95"),
  SINK_PACKETS("sinks", "packets at sinks", Better.MORE),
  SINK_LOSS_SHARE("sinks", "packets lost at sinks"),

  FAILED_HLS("hls", "LL-HLS viewers that could not play"),
  HLS_FIRST_SEGMENT_P95_MS("hls", "LL-HLS first segment p95"),
  HLS_LATENCY_P95_MS("hls", "LL-HLS latency p95"),
  HLS_STALLS("hls", "LL-HLS stalls"),
  HLS_ERRORS("hls", "LL-HLS errors"),

  FAILED_PAGES("browsers", "pages without a picture"),
  BROWSER_FIRST_FRAME_P95_MS("browsers", "page, first frame p95"),
  BROWSER_FRAMES_SHOWN("browsers", "frames shown in pages", Better.MORE),
  BROWSER_DROPPED_FRAMES("browsers", "dropped_frames in pages"),
  BROWSER_FREEZES("browsers", "freezes in pages"),
  BROWSER_SKEW_P95_MS("browsers", "skew across pages p95"),
  BROWSER_UNREADABLE_STRIPS("browsers", "pictures in pages whose strip is unreadable"),

  FAILED_HELLOS("bettors", "bettors that were not welcomed"),
  ACCEPTED_BETS("bettors", "bets accepted", Better.MORE),
  BET_P50_MS("bettors", "bet.place p50"),
  BET_P95_MS("bettors", "bet.place p95"),
  BET_P99_MS("bettors", "bet.place p99"),
  BET_P999_MS("bettors", "bet.place p99.9"),
  UNANSWERED_BETS("bettors", "slips without an answer"),
  SETTLED_ROUNDS("bettors", "rounds settled", Better.MORE),
  ABORTED_ROUNDS("bettors", "aborted_rounds"),
  LOST_BETS("bettors", "bets lost"),
  LATE_ACCEPTED_BETS("bettors", "bets accepted late"),
  DOUBLED_BETS("bettors", "bets doubled"),
  WRONG_PAYOUTS("bettors", "bets paid wrongly"),
  WRONG_WALLETS("bettors", "wallets that differ"),
  CHANGED_ANSWERS("bettors", "repeats with another answer"),
  WRONG_BALANCES("bettors", "balances that do not follow"),
  CHANGED_RESULTS("bettors", "rounds with two results"),
  IMPOSSIBLE_RESULTS("bettors", "results that the game cannot have"),
  SEQUENCE_HOLES("bettors", "messages missing by their seq"),
  SEQUENCE_REPEATS("bettors", "messages whose seq had come before"),

  FAILED_CLOCKS("clocks", "clock clients without an answer"),
  NTP_ERROR_P99_MS("clocks", "NTP error p99"),
  WS_CLOCK_ERROR_P99_MS("clocks", "WebSocket clock error p99"),
  CLOCK_BOUND_VIOLATIONS("clocks", "clock errors beyond the stated bound"),
  CLOCK_STEPS_BACK("clocks", "steps back of table time"),

  RELAY_PACKETS("relay", "packets through the relay", Better.MORE),
  RELAY_LOSS_SHARE("relay", "packets that the relay lost"),
  RELAY_DELAY_P99_MS("relay", "delay in the relay p99"),
  RELAY_LATE_P99_MS("relay", "relay behind its plan p99"),

  KEYFRAME_REQUESTS_PER_HALF_SECOND("studio", "keyframes asked of a camera in 500 ms");

  private enum Better {
    LESS,
    MORE
  }

  /** What a figure's number is. */
  public enum Unit {
    /** Milliseconds. */
    MILLIS,
    /** From 0 to 1. */
    SHARE,
    /** A plain count. */
    COUNT
  }

  private final String section;
  private final String label;
  private final Better better;

  Figure(String section, String label) {
    this(section, label, Better.LESS);
  }

  Figure(String section, String label, Better better) {
    this.section = section;
    this.label = label;
    this.better = better;
  }

  /** Its name in scenarios and reports. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key of the section that has it. */
  public String section() {
    return section;
  }

  /** For a person. */
  public String label() {
    return label;
  }

  /** What its number is. */
  public Unit unit() {
    if (name().endsWith("_MS")) {
      return Unit.MILLIS;
    }
    return name().endsWith("_SHARE") ? Unit.SHARE : Unit.COUNT;
  }

  /** Whether less is better: an objective is then an upper limit, else a lower one. */
  public boolean atMost() {
    return better == Better.LESS;
  }

  /** The figure of a key. */
  public static Optional<Figure> find(String key) {
    return Arrays.stream(values()).filter(figure -> figure.key().equals(key)).findFirst();
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Figure::key).toList();
  }
}
