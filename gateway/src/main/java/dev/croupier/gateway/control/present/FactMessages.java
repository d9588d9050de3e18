package dev.croupier.gateway.control.present;

import dev.croupier.gateway.control.port.Anchor;
import dev.croupier.gateway.control.port.RoundFact;
import dev.croupier.gateway.control.port.TableMedia;
import dev.croupier.gateway.control.wire.ServerMessage;
import dev.croupier.gateway.ids.TableId;

/** The ports' records as messages. Pure. */
final class FactMessages {
  private static final byte[] NO_BETS = {'[', ']'};

  private FactMessages() {}

  /** What everybody without a stake sees of a fact; null for those that concern one player only. */
  static ServerMessage toAll(RoundFact fact) {
    return switch (fact) {
      case RoundFact.RoundOpened f ->
          new ServerMessage.RoundOpened(
              f.round().value(),
              f.table().value(),
              f.calcVer(),
              f.rulesHash(),
              f.limitsVer(),
              f.openedAt(),
              f.closesAt(),
              f.displayClosesAt());
      case RoundFact.RoundClosed f -> new ServerMessage.RoundClosed(f.round().value(), f.at());
      case RoundFact.RoundHeld f -> new ServerMessage.RoundHeld(f.round().value(), f.reason());
      case RoundFact.RoundProgress f ->
          new ServerMessage.RoundProgress(f.round().value(), f.kind(), f.card(), f.to(), f.frame());
      case RoundFact.RoundResult f ->
          new ServerMessage.RoundResult(f.round().value(), f.resultJson(), f.frame());
      case RoundFact.RoundSettled f -> settled(f, null, null);
      case RoundFact.RoundVoided f ->
          new ServerMessage.RoundVoided(f.round().value(), f.reason(), NO_BETS);
      case RoundFact.BalanceChanged f ->
          new ServerMessage.Balance(
              f.balanceMinor(), f.bonusMinor(), f.openStakesMinor(), f.currency(), f.because());
      case RoundFact.BetDecided _ -> null;
    };
  }

  /** A settled round as one session sees it; {@code clientBuild} and {@code own} may be null. */
  static ServerMessage settled(
      RoundFact.RoundSettled fact, String clientBuild, RoundFact.Settlement own) {
    return new ServerMessage.RoundSettled(
        false,
        fact.round().value(),
        fact.calcVer(),
        fact.rulesHash(),
        clientBuild,
        own == null
            ? null
            : new ServerMessage.Own(own.betsJson(), own.netMinor(), own.balanceMinor()));
  }

  /** The anchor, or null. */
  static ServerMessage.MediaAnchor anchor(Anchor anchor) {
    return anchor == null
        ? null
        : new ServerMessage.MediaAnchor(
            anchor.programId(),
            anchor.rtpBase(),
            anchor.tableTime(),
            anchor.clockId(),
            anchor.epoch());
  }

  /** The table's pictures in a word. */
  static ServerMessage.TableStatus status(TableId table, TableMedia media) {
    boolean slate = media.onAir() == null;
    return new ServerMessage.TableStatus(
        table.value(),
        slate ? "slate" : "live",
        slate ? null : media.onAir().value(),
        media.since());
  }
}
