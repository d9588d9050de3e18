package dev.croupier.gateway.control.wire;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.TableId;
import java.util.List;
import java.util.Map;

/** What a client may say on the socket; forms are checked, meanings not. */
public sealed interface ClientMessage {
  /** The message's {@code type}; {@code unknown} for those this server does not know. */
  default String type() {
    return switch (this) {
      case Hello _ -> "hello";
      case BetPlace _ -> "bet.place";
      case BetCancel _ -> "bet.cancel";
      case QosReport _ -> "qos.report";
      case HandoverReady _ -> "handover.ready";
      case BuildReady _ -> "build.ready";
      case BuildFailed _ -> "build.failed";
      case Unknown _ -> "unknown";
    };
  }

  /**
   * The first message.
   *
   * @param build what the client runs, or null
   * @param contractVers all it speaks
   * @param resume or null
   */
  record Hello(
      String token, TableId table, BuildId build, List<Integer> contractVers, Resume resume)
      implements ClientMessage {
    /** Copies the list. */
    public Hello {
      contractVers = List.copyOf(contractVers);
    }

    /** Without the token: it is a secret. */
    @Override
    public String toString() {
      return "Hello[table=" + table + ", build=" + build + ", resume=" + resume + "]";
    }
  }

  /** Which session to go on with, and the last {@code seq} that arrived. */
  record Resume(SessionId session, long lastSeq) {}

  /** One item of a slip; {@code stakeMinor} is any 64-bit integer. */
  record Item(String spot, long stakeMinor) {}

  /** A slip. */
  record BetPlace(String idempotencyKey, RoundId round, List<Item> items) implements ClientMessage {
    /** Copies the items. */
    public BetPlace {
      items = List.copyOf(items);
    }
  }

  /** Takes a slip back; exactly one of {@code bet} and {@code placeKey} is not null. */
  record BetCancel(String idempotencyKey, BetId bet, String placeKey) implements ClientMessage {}

  /** Figures of quality, by name; what is not a finite number was left out. */
  record QosReport(Map<String, Double> figures) implements ClientMessage {
    /** Copies the map. */
    public QosReport {
      figures = Map.copyOf(figures);
    }
  }

  /** Prepared for a handover. */
  record HandoverReady(String id) implements ClientMessage {}

  /** A build is active in this page. */
  record BuildReady(BuildId build) implements ClientMessage {}

  /** A build did not come up; the old one stays. {@code code} and {@code detail} are bounded. */
  record BuildFailed(BuildId build, String code, String detail) implements ClientMessage {}

  /** A type that this server does not know, perhaps of a newer client. */
  record Unknown(String name) implements ClientMessage {}
}
