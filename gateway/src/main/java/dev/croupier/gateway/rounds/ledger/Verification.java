package dev.croupier.gateway.rounds.ledger;

import java.util.List;

/** Proves a shard from its own journal. */
public interface Verification {
  /** Reads all of it. */
  Report verify(JournalReader reader);

  /**
   * What was found.
   *
   * @param records how many records were replayed
   * @param rounds how many ended rounds were derived again
   * @param findings one line each, at most {@link #MAX_FINDINGS}; empty if all is well
   */
  record Report(long records, long rounds, List<String> findings) {
    /** More findings say nothing more. */
    public static final int MAX_FINDINGS = 100;

    /** Copies the list. */
    public Report {
      findings = List.copyOf(findings);
    }

    /** Whether everything is as it was decided. */
    public boolean isSound() {
      return findings.isEmpty();
    }
  }
}
