package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.AudioChoice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A table's programs, one for each codec it is offered in, on one clock; the first is the table's
 * own, which all that does not name a codec is about. Immutable; its programs are the table's event
 * loop's.
 *
 * @param all at least one, each in another codec
 */
record TablePrograms(List<TableProgram> all) {
  TablePrograms {
    all = List.copyOf(all);
  }

  /** The table's own. */
  TableProgram first() {
    return all.getFirst();
  }

  /** That in a codec. */
  Optional<TableProgram> in(Codec codec) {
    return all.stream().filter(program -> program.show().codec() == codec).findFirst();
  }

  /** That in a codec by its name on the wire, or the table's own. */
  TableProgram of(String wire) {
    return all.stream()
        .filter(program -> program.show().codec().wire().equals(wire))
        .findFirst()
        .orElse(first());
  }

  /** What their viewers watch. */
  List<TableShow> shows() {
    return all.stream().map(TableProgram::show).toList();
  }

  /** What the viewers of all others watch. */
  List<TableShow> others(TableProgram program) {
    return all.stream().filter(each -> !each.equals(program)).map(TableProgram::show).toList();
  }

  /** The codec a signal is wanted in: that its name ends with, as {@code ~vp8}, or the first. */
  Codec wanted(SignalName name) {
    return all.stream()
        .map(program -> program.show().codec())
        .filter(codec -> name.value().endsWith("~" + codec.wire()))
        .findFirst()
        .orElse(first().show().codec());
  }

  /** Whether a signal is on air in any of them; any thread. */
  boolean onAir(SignalName name) {
    return all.stream().anyMatch(program -> program.air().signal().equals(name.value()));
  }

  /**
   * Cuts the program that has the target's codec to it, and the others to the same camera in
   * theirs.
   *
   * @param codec of the target
   * @param done of the first
   */
  void cut(
      SignalName target,
      Codec codec,
      long fromMicros,
      AudioChoice audio,
      long now,
      CompletableFuture<Switched> done) {
    TableProgram own = in(codec).orElse(first());
    own.cuts().cut(target, fromMicros, audio, now, done);
    if (!done.isCompletedExceptionally()) {
      for (TableProgram other : all) {
        if (other != own) {
          other.follow(target, fromMicros, audio, now, done);
        }
      }
    }
  }

  /** Gives a cut up that has no frame yet; false: it has, or is over. */
  boolean cancel(CompletableFuture<Switched> cut) {
    for (TableProgram program : all) {
      if (program.cuts().cancel(cut)) {
        return true;
      }
    }
    return false;
  }
}
