package dev.croupier.gateway.control.wire;

import java.util.List;

/**
 * What the server may say on the socket. Fields named {@code …Json} are JSON made elsewhere, UTF-8,
 * written untouched; times are table time in µs, money is minor units.
 */
public sealed interface ServerMessage {
  /** The message's {@code type}. */
  String type();

  /**
   * The answer to hello; {@code seq} 1 of a session, or the resumed one's last.
   *
   * @param build the pinned or published build, or null if the game has none
   * @param snapshot null when resumed
   */
  record Welcome(String session, String build, boolean resumed, Snapshot snapshot)
      implements ServerMessage {
    @Override
    public String type() {
      return "welcome";
    }
  }

  /**
   * All a page needs to begin.
   *
   * @param roundJson the round without {@code bets}, or null
   * @param anchor or null before the program has one
   */
  record Snapshot(
      String table,
      byte[] roundJson,
      byte[] openBetsJson,
      long balanceMinor,
      String currency,
      int exponent,
      byte[] limitsJson,
      List<Long> chipsMinor,
      byte[] lastResultsJson,
      MediaAnchor anchor) {
    /** Copies the chips. */
    public Snapshot {
      chipsMinor = List.copyOf(chipsMinor);
    }
  }

  /** Betting is open. */
  record RoundOpened(
      String round,
      String table,
      String calcVer,
      String rulesHash,
      String limitsVer,
      long openedAt,
      long closesAt,
      long displayClosesAt)
      implements ServerMessage {
    @Override
    public String type() {
      return "round.opened";
    }
  }

  /** No more bets. */
  record RoundClosed(String round, long at) implements ServerMessage {
    @Override
    public String type() {
      return "round.closed";
    }
  }

  /** The result is being checked. */
  record RoundHeld(String round, String reason) implements ServerMessage {
    @Override
    public String type() {
      return "round.held";
    }
  }

  /** All stakes go back; {@code refundsJson} is an array of own bets. */
  record RoundVoided(String round, String reason, byte[] refundsJson) implements ServerMessage {
    @Override
    public String type() {
      return "round.voided";
    }
  }

  /** Ball or card; {@code card} and {@code to} may be null. */
  record RoundProgress(String round, String kind, String card, String to, long frame)
      implements ServerMessage {
    @Override
    public String type() {
      return "round.progress";
    }
  }

  /** The result with its frame. */
  record RoundResult(String round, byte[] resultJson, long frame) implements ServerMessage {
    @Override
    public String type() {
      return "round.result";
    }
  }

  /**
   * Money has moved.
   *
   * @param again true: {@code round.resettled}
   * @param clientBuild the session's pinned build, or null
   * @param own null to who had no bets in it
   */
  record RoundSettled(
      boolean again, String round, String calcVer, String rulesHash, String clientBuild, Own own)
      implements ServerMessage {
    @Override
    public String type() {
      return again ? "round.resettled" : "round.settled";
    }
  }

  /** A player's part of a settled round. */
  record Own(byte[] betsJson, long netMinor, long balanceMinor) {}

  /**
   * A decided bet: {@code bet.pending}, {@code .accepted}, {@code .rejected}, {@code .cancelled}.
   */
  record BetDecided(String type, byte[] bodyJson) implements ServerMessage {}

  /** The wallet. */
  record Balance(
      long balanceMinor, long bonusMinor, long openStakesMinor, String currency, String because)
      implements ServerMessage {
    @Override
    public String type() {
      return "balance";
    }
  }

  /** How the program's RTP time is table time. */
  record MediaAnchor(String programId, long rtpBase, long tableTime, String clockId, long epoch)
      implements ServerMessage {
    @Override
    public String type() {
      return "media.anchor";
    }
  }

  /** Until where this viewer's frames come faster than they were made. */
  record MediaCatchup(long untilRtp) implements ServerMessage {
    @Override
    public String type() {
      return "media.catchup";
    }
  }

  /** Play from another address. */
  record MediaMove(String whep) implements ServerMessage {
    @Override
    public String type() {
      return "media.move";
    }
  }

  /** The steps of a handover that clients take part in. */
  enum HandoverStep {
    PREPARE("handover.prepare"),
    COMMIT("handover.commit"),
    ABORT("handover.abort"),
    ROLLBACK("handover.rollback");

    private final String type;

    HandoverStep(String type) {
      this.type = type;
    }
  }

  /** A step of a handover; {@code agreedCapture} and {@code reason} may be null. */
  record Handover(
      HandoverStep step,
      String id,
      String from,
      String to,
      long at,
      Long agreedCapture,
      String reason)
      implements ServerMessage {
    @Override
    public String type() {
      return step.type;
    }
  }

  /** What is said of a build. */
  enum BuildNews {
    AVAILABLE("build.available"),
    PINNED("build.pinned"),
    ROLLBACK("build.rollback");

    private final String type;

    BuildNews(String type) {
      this.type = type;
    }
  }

  /** A build to take, kept, or gone back to; {@code after} is a round or null. */
  record Build(BuildNews news, String buildId, String entry, String integrity, String after)
      implements ServerMessage {
    @Override
    public String type() {
      return news.type;
    }
  }

  /**
   * The table's pictures.
   *
   * @param state {@code live} or {@code slate}
   * @param signal on air, or null
   */
  record TableStatus(String table, String state, String signal, long since)
      implements ServerMessage {
    @Override
    public String type() {
      return "table.status";
    }
  }

  /** Texts around the picture changed. */
  record OverlayChanged(byte[] bodyJson) implements ServerMessage {
    @Override
    public String type() {
      return "overlay.changed";
    }
  }

  /** A word to this player. */
  record PlayerMessage(String code, String detail) implements ServerMessage {
    @Override
    public String type() {
      return "player.message";
    }
  }

  /** Flags that hold for this session. */
  record Flags(byte[] bodyJson) implements ServerMessage {
    @Override
    public String type() {
      return "flags";
    }
  }

  /** The session is over; the socket closes after it. */
  record SessionEnded(String code, String detail) implements ServerMessage {
    @Override
    public String type() {
      return "session.ended";
    }
  }

  /** A refusal that is stored nowhere; {@code idempotencyKey} may be null. */
  record Refusal(String code, String detail, String idempotencyKey) implements ServerMessage {
    @Override
    public String type() {
      return "error";
    }
  }

  /** A refusal that the rounds plane worded itself. */
  record RawRefusal(byte[] bodyJson) implements ServerMessage {
    @Override
    public String type() {
      return "error";
    }
  }
}
