package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.Program;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The cuts of a table's program: checked before they are armed, asked for by people or by the loss
 * of what is on air. The table's event loop, but for {@link #check}.
 */
final class TableCuts {
  /** A cut is given up if its target has no keyframe for its GOP and this long: 500 ms. */
  private static final long PATIENCE_MICROS = 500_000;

  /** A GOP is taken to be this long at least, as one that was asked for says nothing: 2 s. */
  private static final long USUAL_GOP_MICROS = 2_000_000;

  /** A GOP is taken to be this long at most: 10 s. */
  private static final long LONGEST_GOP_MICROS = 10_000_000;

  /** How far apart ticks are: a planned cut is armed one before its keyframe is needed. */
  static final long TICK_MICROS = 10_000;

  private final Program program;
  private final Map<SignalName, Signal> signals;
  private final ProgramTerms terms;
  private final boolean leavesFrozen;
  private final Failover failover;
  private final List<Consumer<Unplanned>> listeners = new CopyOnWriteArrayList<>();
  private Planned planned;
  private CompletableFuture<Switched> armed;
  private long nowMicros;
  private SignalName tolerated;

  /** A cut whose moment has not come. */
  private record Planned(
      SignalName target, long atMicros, AudioChoice audio, CompletableFuture<Switched> done) {}

  /**
   * No cut yet.
   *
   * @param signals the table's, by name
   * @param leavesFrozen whether a signal whose picture stands still counts as lost
   */
  TableCuts(
      Program program,
      Map<SignalName, Signal> signals,
      ProgramTerms terms,
      boolean leavesFrozen,
      Failover failover) {
    this.program = program;
    this.signals = signals;
    this.terms = terms;
    this.leavesFrozen = leavesFrozen;
    this.failover = failover;
  }

  /** Hears of cuts that nobody asked for, as they begin. */
  void onUnplanned(Consumer<Unplanned> listener) {
    listeners.add(listener);
  }

  /**
   * The same camera in this program's codec, or null: the name of one is that of the other before
   * the {@code ~}, as of {@code cam-a} and {@code cam-a~vp8}.
   */
  SignalName twin(SignalName target) {
    for (Map.Entry<SignalName, Signal> each : signals.entrySet()) {
      Signal signal = each.getValue();
      if (camera(each.getKey()).equals(camera(target))
          && signal.codec() == terms.codec()
          && !signal.soundOnly()) {
        return each.getKey();
      }
    }
    return null;
  }

  /** What a cut to a signal would be while this is on air. Any thread. */
  CutCheck check(SignalStatus target, String onAir) {
    Signal shown = onAir.equals(Slate.NAME) ? null : signals.get(new SignalName(onAir));
    return CutCheck.of(target, shown == null ? null : shown.status(), terms);
  }

  /**
   * Somebody asks for a cut to a signal's first keyframe captured at or after a moment. Until that
   * is near nothing is any different: the camera on air may be lost and another one gone to.
   */
  void cut(
      SignalName target,
      long fromMicros,
      AudioChoice audio,
      long now,
      CompletableFuture<Switched> done) {
    Signal signal = signals.get(target);
    String refusal = signal == null ? "not_ready" : refusal(signal, audio);
    if (refusal != null) {
      done.completeExceptionally(new IllegalStateException(refusal));
      return;
    }
    if (planned != null) {
      planned.done().completeExceptionally(new IllegalStateException("replaced"));
    }
    planned = new Planned(target, Math.max(fromMicros, now), audio, done);
    armInTime(now);
  }

  /** Gives a cut up that has no frame yet; false: it has, or is over. */
  boolean cancel(CompletableFuture<Switched> cut) {
    if (planned != null && planned.done() == cut) {
      planned = null;
      cut.completeExceptionally(new IllegalStateException("cancelled"));
      return true;
    }
    return cut == armed && program.giveUp();
  }

  /** Time has passed: a lost signal is left, one that is back may be returned to. */
  void tick(long now) {
    nowMicros = now;
    armInTime(now);
    if (tolerated != null && !signals.get(tolerated).pictures().frozen()) {
      tolerated = null;
    }
    switch (failover.tick(new View(), now)) {
      case Failover.Step.None() -> {}
      case Failover.Step.Prepare(SignalName name) -> signals.get(name).wantKeyframe(now);
      case Failover.Step.Leave(SignalName name) -> unplanned(name, true);
      case Failover.Step.Return(SignalName name) -> unplanned(name, false);
    }
  }

  /** A planned cut is armed when its keyframe is to be asked for. */
  private void armInTime(long now) {
    if (planned == null) {
      return;
    }
    Signal signal = signals.get(planned.target());
    long askMicros = planned.atMicros() - signal.leadMicros();
    if (now + TICK_MICROS < askMicros) {
      signal.keepFree(askMicros - TICK_MICROS);
      return;
    }
    Planned due = planned;
    planned = null;
    CutCheck check = check(signal.status(), program.onAir());
    if (check.possible()) {
      arm(signal, due, now);
    } else {
      due.done().completeExceptionally(new IllegalStateException(check.verdict().wire()));
    }
  }

  private void arm(Signal signal, Planned cut, long now) {
    failover.decided();
    // Whoever wants to show it as it is has seen it.
    tolerated = cut.target();
    String target = cut.target().value();
    if (target.equals(program.onAir())) {
      program.choose(cut.audio(), now);
      cut.done().complete(new Switched(program.sinceMicros(), program.soundOf()));
      return;
    }
    long until = untilMicros(signal, cut.atMicros());
    armed = cut.done();
    program.cut(target, cut.atMicros(), until, now, cut.audio(), new CutEnd(program, cut.done()));
    signal.wantKeyframe(now);
  }

  private void unplanned(SignalName name, boolean lost) {
    Signal signal = signals.get(name);
    String onAir = program.onAir();
    boolean frozen = lost && program.pulse().flows(onAir, nowMicros);
    String apart = program.soundApart();
    // What cannot be seen is not to be heard either, where the sound was of the lost signal.
    AudioChoice audio =
        apart == null || (lost && !program.pulse().flows(apart, nowMicros))
            ? AudioChoice.FOLLOW
            : AudioChoice.of(apart);
    CompletableFuture<Switched> done = new CompletableFuture<>();
    Unplanned told =
        new Unplanned(
            onAir.equals(Slate.NAME) ? null : new SignalName(onAir),
            name,
            lost,
            frozen,
            nowMicros,
            done);
    listeners.forEach(listener -> listener.accept(told));
    long until = untilMicros(signal, nowMicros);
    armed = done;
    CutEnd end = new CutEnd(program, done);
    if (lost && !frozen) {
      program.failOver(name.value(), until, nowMicros, audio, end);
    } else {
      program.cut(name.value(), nowMicros, until, nowMicros, audio, end);
    }
    if (!done.isDone()) {
      signal.wantKeyframe(nowMicros);
    }
  }

  private String refusal(Signal signal, AudioChoice audio) {
    CutCheck check = check(signal.status(), program.onAir());
    if (!check.possible()) {
      return check.verdict().wire();
    }
    if (audio.kind() != AudioChoice.Kind.SIGNAL) {
      return null;
    }
    Signal heard = signals.get(new SignalName(audio.signal()));
    return heard == null || !heard.status().audible() ? "not_ready" : null;
  }

  private static String camera(SignalName name) {
    return name.value().split("~", 2)[0];
  }

  /** Whether its picture stands still, and that is reason enough not to show it. */
  private boolean stuck(SignalName name) {
    Signal signal = signals.get(name);
    return leavesFrozen && signal != null && signal.pictures().frozen() && !name.equals(tolerated);
  }

  private static long untilMicros(Signal signal, long fromMicros) {
    long gop = Math.clamp(signal.status().keyframeMicros(), USUAL_GOP_MICROS, LONGEST_GOP_MICROS);
    return fromMicros + gop + PATIENCE_MICROS;
  }

  /** The table as the failover rule sees it, now. */
  private final class View implements Failover.Table {
    @Override
    public SignalName onAir() {
      String onAir = program.onAir();
      return onAir.equals(Slate.NAME) ? null : new SignalName(onAir);
    }

    @Override
    public boolean cutting() {
      return program.cutting();
    }

    @Override
    public boolean flows(SignalName name) {
      return program.pulse().flows(name.value(), nowMicros) && !stuck(name);
    }

    @Override
    public boolean doubted(SignalName name) {
      return program.pulse().doubted(name.value(), nowMicros);
    }

    @Override
    public boolean ready(SignalName name) {
      Signal signal = signals.get(name);
      return signal != null
          && program.pulse().ready(name.value(), nowMicros)
          && !stuck(name)
          && check(signal.status(), program.onAir()).possible();
    }
  }
}
