package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.Transits;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One publish of a signal: takes its frames from the publishing session's loop to the table's, into
 * the program and the signal's preview.
 */
final class TablePublish implements FrameListener {
  /**
   * What a publish of a table goes to.
   *
   * @param program in the codec of its pictures, or the table's own
   * @param others which are given its sound, and know of its pace
   * @param previews the preview of a signal, or null
   * @param loop the table's event loop
   * @param shown called after a frame has gone into the program
   * @param cutThrough whether parts of large frames go into it before all has come
   */
  record Stage(
      TableShow program,
      List<TableShow> others,
      Function<SignalName, TableShow> previews,
      TableClock clock,
      Executor loop,
      Runnable shown,
      boolean cutThrough) {}

  private final Stage stage;
  private final Signal signal;
  private final String source;
  private final SourceClock sourceClock;
  private final Runnable evicted;
  private final Transits transits = new Transits();
  private long settledMicros = Long.MIN_VALUE;
  private volatile String refusal;
  private volatile long packetMicros = Long.MIN_VALUE;
  private long toldMicros = Long.MIN_VALUE;

  /**
   * A publish that begins.
   *
   * @param evicted called on the table's loop when a later publisher pushes this one out
   */
  TablePublish(Stage stage, Signal signal, SourceClock sourceClock, Runnable evicted) {
    this.stage = stage;
    this.signal = signal;
    this.source = signal.status().name().value();
    this.sourceClock = sourceClock;
    this.evicted = evicted;
  }

  @Override
  public SourceClock sourceClock() {
    return sourceClock;
  }

  @Override
  public void packet(long arrivalMicros) {
    packetMicros = arrivalMicros;
  }

  /** Time has passed: the program is told of packets that came. The table's event loop. */
  void tick() {
    long newest = packetMicros;
    if (newest != toldMicros) {
      toldMicros = newest;
      if (signal.fits()) {
        stage.program().program().pulse().arriving(source, false, newest);
      }
    }
  }

  @Override
  public void frame(CodedFrame frame, long captureMicros) {
    long arrival = stage.clock().nowMicros();
    stage
        .loop()
        .execute(
            () -> {
              if (!signal.publishedBy(this)) {
                return;
              }
              TableShow preview = stage.previews().apply(signal.status().name());
              boolean previewed = preview != null && preview.fanout().size() > 0;
              if (preview != null && !previewed) {
                // It gets none of these: who comes to it next must not begin with older ones.
                preview.joins().gops().forget();
              }
              sourceClock.onAir(previewed || shown());
              if (frame.codec().video()) {
                video(frame, captureMicros, arrival, previewed ? preview : null);
                return;
              }
              if (signal.soundOnly()) {
                approach(captureMicros, arrival);
              }
              if (settled(arrival)) {
                audio(frame, captureMicros, arrival, previewed ? preview : null);
              }
            });
  }

  @Override
  public boolean cutsThrough() {
    return stage.cutThrough();
  }

  @Override
  public void part(FramePart part, long captureMicros) {
    long arrival = stage.clock().nowMicros();
    stage
        .loop()
        .execute(
            () -> {
              if (!signal.publishedBy(this) || !settled(arrival)) {
                return;
              }
              long now = stage.clock().nowMicros();
              if (signal.fits()) {
                part(stage.program(), part, captureMicros, arrival, now);
              }
              TableShow preview = stage.previews().apply(signal.status().name());
              if (preview != null && preview.fanout().size() > 0) {
                part(preview, part, captureMicros, arrival, now);
              }
            });
  }

  private void part(TableShow show, FramePart part, long capture, long arrival, long now) {
    show.program().pulse().arriving(source, part.keyframe(), arrival);
    show.program().through().add(source, part, capture, arrival);
    show.program().release(now);
    show.wakeInTime(now);
  }

  private void video(CodedFrame frame, long capture, long arrival, TableShow preview) {
    long now = stage.clock().nowMicros();
    signal.onVideo(frame, capture, now);
    long transit = transits.add(capture, arrival);
    signal.timing(sourceClock.state(), transit);
    if (settledMicros == Long.MIN_VALUE) {
      settledMicros = arrival + SourceClock.SETTLING_MICROS;
    }
    // Until then its clock may still be set, which nobody should see.
    if (!settled(arrival)) {
      if (signal.fits()) {
        stage.program().program().approach(source, transit, now);
        approachOthers(transit, now);
      }
      return;
    }
    if (signal.fits()) {
      approachOthers(transit, now);
      if (stage.program().program().video(source, frame, capture, arrival, transit, now)) {
        signal.wantKeyframe(now);
      }
      stage.program().wakeInTime(now);
      stage.shown().run();
    }
    if (preview != null && preview.program().video(source, frame, capture, arrival, transit, now)) {
      signal.wantKeyframe(now);
    }
  }

  private void audio(CodedFrame frame, long capture, long arrival, TableShow preview) {
    long now = stage.clock().nowMicros();
    signal.onAudio(now);
    if (signal.fits()) {
      hear(stage.program(), frame, capture, arrival, now);
      for (TableShow other : stage.others()) {
        hear(other, frame, capture, arrival, now);
      }
    }
    if (preview != null) {
      if (signal.soundOnly() && preview.program().soundOf() == null) {
        preview.program().hear(source, capture, now);
      }
      preview.program().audio(source, frame, capture, arrival, now);
    }
  }

  /** Sound without pictures keeps in step with the table's signals by its own packets. */
  private void approach(long capture, long arrival) {
    long transit = transits.add(capture, arrival);
    signal.timing(sourceClock.state(), transit);
    if (settledMicros == Long.MIN_VALUE) {
      settledMicros = arrival + SourceClock.SETTLING_MICROS;
    }
    stage.program().program().approach(source, transit, arrival);
    approachOthers(transit, arrival);
  }

  private void hear(TableShow show, CodedFrame frame, long capture, long arrival, long now) {
    show.program().audio(source, frame, capture, arrival, now);
    show.wakeInTime(now);
  }

  /** A program that cannot show it is as late as the others, so that all viewers are in step. */
  private void approachOthers(long transit, long now) {
    for (TableShow other : stage.others()) {
      other.program().approach(source, transit, now);
    }
  }

  private boolean shown() {
    boolean shown = stage.program().program().shows(source);
    for (TableShow other : stage.others()) {
      shown |= other.program().shows(source);
    }
    return shown;
  }

  private boolean settled(long arrival) {
    return settledMicros != Long.MIN_VALUE && arrival >= settledMicros;
  }

  @Override
  public void unfinished() {
    signal.pictures().addUnfinished();
  }

  @Override
  public void broken() {
    stage
        .loop()
        .execute(
            () -> {
              if (signal.publishedBy(this)) {
                signal.pictures().broken();
                stage.program().program().broken(source);
                TableShow preview = stage.previews().apply(signal.status().name());
                if (preview != null) {
                  preview.program().broken(source);
                }
                signal.wantKeyframe(stage.clock().nowMicros());
              }
            });
  }

  @Override
  public void parameters(int width, int height, String profile) {
    stage.loop().execute(() -> signal.parameters(width, height, profile));
  }

  @Override
  public void refused(String reason) {
    refusal = reason;
  }

  /** The signal it is a publish of. */
  Signal signal() {
    return signal;
  }

  /** A later publisher has pushed it out. */
  void evict() {
    evicted.run();
  }

  /** It is over. The table's event loop. */
  void end(String reason) {
    signal.end(
        this,
        refusal == null ? SignalState.LOST : SignalState.REFUSED,
        refusal == null ? reason : refusal);
  }
}
