package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.track.ProgramTerms;
import java.util.List;

/**
 * What is configured of what a table may show, and of what it does when that is lost. Immutable.
 *
 * @param terms what signals must keep to
 * @param standby the signals gone to when the one on air is lost, the first that is there; empty:
 *     none, the slate is shown
 * @param returns whether a lost signal is returned to once it has been back for 5 s without a pause
 * @param leavesFrozen whether a signal whose picture stands still counts as lost
 */
public record TableRules(
    ProgramTerms terms, List<SignalName> standby, boolean returns, boolean leavesFrozen) {
  /** Copies the list. */
  public TableRules {
    standby = List.copyOf(standby);
  }

  /** The usual terms; a lost signal gives way to the first other one and is not returned to. */
  public static TableRules usual(Codec codec, List<SignalName> standby) {
    return new TableRules(ProgramTerms.usual(codec), standby, false, false);
  }
}
