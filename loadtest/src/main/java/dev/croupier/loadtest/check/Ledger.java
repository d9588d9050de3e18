package dev.croupier.loadtest.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where one player's books write down what they find. One thread. */
final class Ledger {
  private final String player;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final List<String> examples = new ArrayList<>();

  Ledger(String player) {
    this.player = player;
  }

  /** Counts a fault; {@code what} is kept if there are not many yet. */
  void found(Fault fault, String what) {
    found(fault, 1, what);
  }

  void found(Fault fault, long times, String what) {
    if (times > 0) {
      faults.merge(fault, times, Long::sum);
      if (examples.size() < Findings.MAX_EXAMPLES) {
        examples.add(player + ": " + what);
      }
    }
  }

  Map<Fault, Long> faults() {
    return faults;
  }

  List<String> examples() {
    return examples;
  }
}
