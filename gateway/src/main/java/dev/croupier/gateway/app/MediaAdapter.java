package dev.croupier.gateway.app;

import dev.croupier.gateway.control.port.Anchor;
import dev.croupier.gateway.control.port.CatchUp;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.SignalView;
import dev.croupier.gateway.control.port.Subscription;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.Signal;
import dev.croupier.gateway.media.track.SignalState;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The media plane as control's port sees it: ids and table time, nothing else. Any thread. */
final class MediaAdapter implements MediaPlane {
  private static final int MAX_LABELS = 100_000;

  private final Map<TableId, TableMedia> tables;
  private final TableClock clock;
  private final List<Consumer<TableId>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<CatchUp>> catchUps = new CopyOnWriteArrayList<>();
  private final Map<SessionId, String> labels = new ConcurrentHashMap<>();

  MediaAdapter(Map<TableId, TableMedia> tables, TableClock clock) {
    this.tables = Map.copyOf(tables);
    this.clock = clock;
    tables.forEach(
        (id, table) -> table.onChange(() -> listeners.forEach(listener -> listener.accept(id))));
  }

  @Override
  public Optional<dev.croupier.gateway.control.port.TableMedia> table(TableId id) {
    TableMedia table = tables.get(id);
    if (table == null) {
      return Optional.empty();
    }
    TableMedia.Air air = table.air();
    return Optional.of(
        new dev.croupier.gateway.control.port.TableMedia(
            onAir(air),
            air.sinceMicros(),
            table.signals().stream().map(status -> view(status, air)).toList(),
            table.viewers()));
  }

  @Override
  public Optional<Anchor> anchor(TableId id) {
    TableMedia table = tables.get(id);
    if (table == null) {
      return Optional.empty();
    }
    ProgramClock program = table.program().clock();
    return Optional.of(
        new Anchor(
            program.programId(),
            program.at(table.program().codec(), program.epochMicros()) & 0xFFFF_FFFFL,
            program.epochMicros(),
            clock.clockId(),
            clock.epoch()));
  }

  @Override
  public Cut cut(TableId id, SignalName to) {
    TableMedia table = tables.get(id);
    if (table == null) {
      return new Cut.Refused("unknown_table", "no table " + id);
    }
    Optional<SignalStatus> target = table.signal(to);
    if (target.isEmpty()) {
      return new Cut.Refused("unknown_signal", "no signal " + id + "/" + to);
    }
    if (target.get().state() != SignalState.LIVE) {
      return new Cut.Refused("not_ready", to + " is " + target.get().state().wire());
    }
    if (Signal.OTHER_CODEC.equals(target.get().reason())) {
      String own = table.program().codec().wire();
      return new Cut.Refused(
          "incompatible",
          to + " is " + target.get().codec() + ", the program of " + id + " " + own);
    }
    CompletableFuture<Cut.End> end =
        table
            .cut(to)
            .handle(
                (capture, failure) ->
                    failure == null
                        ? new Cut.End.Switched(clock.nowMicros(), capture)
                        : new Cut.End.GivenUp(failure.getMessage()));
    return new Cut.Started(onAir(table.air()), clock.nowMicros(), end);
  }

  @Override
  public void qosLabel(SessionId session, String label) {
    if (label.isEmpty()) {
      labels.remove(session);
    } else if (labels.size() < MAX_LABELS) {
      labels.put(session, label);
    }
  }

  /** The label that control gave a session, or {@code none}. */
  String label(String session) {
    return SessionId.isValid(session)
        ? labels.getOrDefault(new SessionId(session), "none")
        : "none";
  }

  @Override
  public Subscription onChange(Consumer<TableId> consumer) {
    listeners.add(consumer);
    return () -> listeners.remove(consumer);
  }

  @Override
  public Subscription onCatchUp(Consumer<CatchUp> consumer) {
    catchUps.add(consumer);
    return () -> catchUps.remove(consumer);
  }

  /**
   * A viewer catches up.
   *
   * @param session as it named itself, or empty
   * @param owner its licensee and subject, with a slash between
   */
  void caughtUp(String session, String owner, long untilRtp) {
    int slash = owner.indexOf('/');
    if (slash < 0 || !SessionId.isValid(session)) {
      return;
    }
    String licensee = owner.substring(0, slash);
    String subject = owner.substring(slash + 1);
    if (LicenseeId.isValid(licensee) && PlayerId.isValid(subject)) {
      PlayerRef player = new PlayerRef(new LicenseeId(licensee), new PlayerId(subject));
      CatchUp told = new CatchUp(new SessionId(session), player, untilRtp);
      catchUps.forEach(consumer -> consumer.accept(told));
    }
  }

  private static SignalName onAir(TableMedia.Air air) {
    return air.signal().equals(Slate.NAME) ? null : new SignalName(air.signal());
  }

  private static SignalView view(SignalStatus status, TableMedia.Air air) {
    return new SignalView(
        status.name(),
        SignalView.State.valueOf(status.state().name()),
        status.reason(),
        status.name().value().equals(air.signal()),
        status.codec(),
        status.width(),
        status.height(),
        status.fps(),
        timing(status));
  }

  private static SignalView.Timing timing(SignalStatus status) {
    return status.clock() == null
        ? null
        : new SignalView.Timing(
            status.clock().quality().name().toLowerCase(Locale.ROOT),
            status.clock().boundMicros(),
            status.transitMicros());
  }
}
