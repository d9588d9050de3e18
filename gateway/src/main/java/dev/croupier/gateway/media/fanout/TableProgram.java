package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.SignalStatus;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A table's program in one codec, with its cuts and its failover. The table's event loop, but for
 * {@link #air}, {@link #check} and {@link #latencyMicros}: any thread.
 */
final class TableProgram {
  private final TableShow show;
  private final TableCuts cuts;
  private volatile TableMedia.Air air;
  private volatile long latencyMicros;

  /** A program that begins with the slate. */
  TableProgram(TableShow show, TableCuts cuts, long nowMicros) {
    this.show = show;
    this.cuts = cuts;
    this.air = new TableMedia.Air(Slate.NAME, nowMicros, null);
  }

  /** What its viewers watch. */
  TableShow show() {
    return show;
  }

  /** What changes it. */
  TableCuts cuts() {
    return cuts;
  }

  /** What is on air. */
  TableMedia.Air air() {
    return air;
  }

  /** How long the slowest frame in a thousand takes from capture to leaving, of any signal. */
  long latencyMicros() {
    return latencyMicros;
  }

  /** What a cut to a signal would be now. */
  CutCheck check(SignalStatus target) {
    return cuts.check(target, air.signal());
  }

  /**
   * Another program is being cut to a signal: this one goes to the same camera in its own codec, at
   * that one's own keyframe, unless the other one's cut comes to nothing before. Where there is
   * none it stays as it is.
   */
  void follow(
      SignalName target,
      long fromMicros,
      AudioChoice audio,
      long now,
      CompletableFuture<Switched> other) {
    SignalName twin = cuts.twin(target);
    if (twin != null) {
      CompletableFuture<Switched> mine = new CompletableFuture<>();
      cuts.cut(twin, fromMicros, audio, now, mine);
      var _ =
          other.whenComplete(
              (switched, failure) -> {
                if (failure != null) {
                  boolean _ = cuts.cancel(mine);
                }
              });
    }
  }

  /** Time has passed. */
  void tick(long now) {
    show.program().tick(now);
    cuts.tick(now);
    show.wakeInTime(now);
    note(now);
  }

  /** Something may have left it. */
  void note(long now) {
    Program program = show.program();
    latencyMicros = program.latencyMicros();
    String onAir = program.onAir();
    String heard = program.heard(now);
    if (!onAir.equals(air.signal()) || !Objects.equals(heard, air.heard())) {
      air = new TableMedia.Air(onAir, program.sinceMicros(), heard);
    }
  }
}
