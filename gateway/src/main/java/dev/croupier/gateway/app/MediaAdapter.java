package dev.croupier.gateway.app;

import dev.croupier.gateway.control.port.Anchor;
import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.CatchUp;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.SignalView;
import dev.croupier.gateway.control.port.Subscription;
import dev.croupier.gateway.control.port.ViewerQos;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.Switched;
import dev.croupier.gateway.media.fanout.TableMedia;
import dev.croupier.gateway.media.fanout.Unplanned;
import dev.croupier.gateway.media.program.AudioChoice;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.track.CutCheck;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.media.webrtc.MediaSessions;
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
  private final MediaSessions sessions;
  private final List<Consumer<CatchUp>> catchUps = new CopyOnWriteArrayList<>();
  private final List<Consumer<dev.croupier.gateway.control.port.Unplanned>> unplanned =
      new CopyOnWriteArrayList<>();
  private final Map<SessionId, String> labels = new ConcurrentHashMap<>();

  MediaAdapter(Map<TableId, TableMedia> tables, MediaSessions sessions, TableClock clock) {
    this.tables = Map.copyOf(tables);
    this.sessions = sessions;
    this.clock = clock;
    tables.forEach(
        (id, table) -> {
          table.onChange(() -> listeners.forEach(listener -> listener.accept(id)));
          table.onUnplanned(cut -> tell(id, cut));
        });
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
            name(air.signal()),
            air.sinceMicros(),
            name(air.heard()),
            table.signals().stream().map(status -> view(status, table)).toList(),
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
  public Cut cut(TableId id, SignalName to, Audio audio) {
    TableMedia table = tables.get(id);
    if (table == null) {
      return new Cut.Refused("unknown_table", "no table " + id);
    }
    Cut.Refused refused = refusal(table, to, audio);
    if (refused != null) {
      return refused;
    }
    SignalName from = name(table.air().signal());
    long at = clock.nowMicros();
    return new Cut.Started(from, at, end(table.cut(to, at, choice(audio))));
  }

  @Override
  public Subscription onUnplanned(Consumer<dev.croupier.gateway.control.port.Unplanned> consumer) {
    unplanned.add(consumer);
    return () -> unplanned.remove(consumer);
  }

  private void tell(TableId id, Unplanned cut) {
    var told =
        new dev.croupier.gateway.control.port.Unplanned(
            id,
            cut.to(),
            cut.lost(),
            cut.frozen(),
            new Cut.Started(cut.from(), cut.atMicros(), end(cut.end())));
    unplanned.forEach(listener -> listener.accept(told));
  }

  private static Cut.Refused refusal(TableMedia table, SignalName to, Audio audio) {
    Optional<SignalStatus> target = table.signal(to);
    if (target.isEmpty()) {
      return unknown(table, to);
    }
    CutCheck check = table.check(target.get());
    if (!check.possible()) {
      return new Cut.Refused(
          check.verdict().wire(),
          to + " cannot be shown on " + table.table() + ": " + check.reason());
    }
    if (!(audio instanceof Audio.Of(SignalName heard))) {
      return null;
    }
    Optional<SignalStatus> sound = table.signal(heard);
    if (sound.isEmpty()) {
      return unknown(table, heard);
    }
    return sound.get().audible() ? null : new Cut.Refused("not_ready", heard + " has no sound");
  }

  private static Cut.Refused unknown(TableMedia table, SignalName name) {
    return new Cut.Refused("unknown_signal", "no signal " + table.table() + "/" + name);
  }

  private static AudioChoice choice(Audio audio) {
    return switch (audio) {
      case Audio.Follow() -> AudioChoice.FOLLOW;
      case Audio.Keep() -> AudioChoice.KEEP;
      case Audio.Of(SignalName heard) -> AudioChoice.of(heard.value());
    };
  }

  private CompletableFuture<Cut.End> end(CompletableFuture<Switched> done) {
    return done.handle(
        (switched, failure) ->
            failure == null
                ? new Cut.End.Switched(
                    clock.nowMicros(), switched.captureMicros(), name(switched.heard()))
                : new Cut.End.GivenUp(failure.getMessage()));
  }

  @Override
  public void qosLabel(SessionId session, String label) {
    if (label.isEmpty()) {
      labels.remove(session);
    } else if (labels.size() < MAX_LABELS) {
      labels.put(session, label);
    }
  }

  @Override
  public List<ViewerQos> viewers(SessionId session, PlayerRef player) {
    String owner = player.licensee() + "/" + player.player();
    return sessions.viewers(session.value(), owner).stream().map(ViewerFigures::of).toList();
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

  /** A signal on air or heard; null for the slate and for silence. */
  private static SignalName name(String source) {
    return source == null || source.equals(Slate.NAME) ? null : new SignalName(source);
  }

  private static SignalView view(SignalStatus status, TableMedia table) {
    CutCheck check = table.check(status);
    return new SignalView(
        status.name(),
        SignalView.State.valueOf(status.state().name()),
        status.reason(),
        status.name().value().equals(table.air().signal()),
        status.codec(),
        status.width(),
        status.height(),
        status.fps(),
        status.audible(),
        new SignalView.CutOutlook(check.verdict().wire(), check.reason()),
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
