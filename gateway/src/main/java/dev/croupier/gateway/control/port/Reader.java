package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.LicenseeId;

/** Who asks for a round: what is not his licensee's does not exist for him. */
public sealed interface Reader {
  /** The asker's licensee. */
  LicenseeId licensee();

  /** A player: sees his own bets only. */
  record Own(PlayerRef ref) implements Reader {
    @Override
    public LicenseeId licensee() {
      return ref.licensee();
    }
  }

  /** Staff or auditor: sees all bets of the licensee. */
  record All(LicenseeId licensee) implements Reader {}
}
