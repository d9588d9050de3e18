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
   * @param previews the preview of a signal, or null
   * @param loop the table's event loop
   * @param shown called after a frame has gone into the program
   * @param cutThrough whether parts of large frames go into it before all has come
   */
  record Stage(
      TableShow program,
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
              sourceClock.onAir(previewed || stage.program().program().shows(source));
              if (frame.codec().video()) {
                video(frame, captureMicros, arrival, previewed ? preview : null);
              } else if (settled(arrival)) {
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
    show.program().through().add(source, part, capture, arrival);
    show.program().release(now);
    show.wakeInTime(now);
  }

  private void video(CodedFrame frame, long capture, long arrival, TableShow preview) {
    long now = stage.clock().nowMicros();
    signal.onVideo(frame, now);
    long transit = transits.add(capture, arrival);
    signal.timing(sourceClock.state(), transit);
    if (settledMicros == Long.MIN_VALUE) {
      settledMicros = arrival + SourceClock.SETTLING_MICROS;
    }
    // Until then its clock may still be set, which nobody should see.
    if (!settled(arrival)) {
      if (signal.fits()) {
        stage.program().program().approach(source, transit, now);
      }
      return;
    }
    if (signal.fits()) {
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
      stage.program().program().audio(source, frame, capture, arrival, now);
      stage.program().wakeInTime(now);
    }
    if (preview != null) {
      preview.program().audio(source, frame, capture, arrival, now);
    }
  }

  private boolean settled(long arrival) {
    return settledMicros != Long.MIN_VALUE && arrival >= settledMicros;
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
