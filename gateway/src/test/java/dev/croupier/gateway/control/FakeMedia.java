package dev.croupier.gateway.control;

import dev.croupier.gateway.control.port.Anchor;
import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.CatchUp;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.PlayerRef;
import dev.croupier.gateway.control.port.SignalView;
import dev.croupier.gateway.control.port.Subscription;
import dev.croupier.gateway.control.port.TableMedia;
import dev.croupier.gateway.control.port.Unplanned;
import dev.croupier.gateway.control.port.ViewerQos;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Pictures of two tables, cam-a live and on air, cam-b live, cam-c lost. */
public final class FakeMedia implements MediaPlane {
  public final Map<SessionId, String> labels = new ConcurrentHashMap<>();
  public final Map<SessionId, List<ViewerQos>> viewers = new ConcurrentHashMap<>();
  public volatile CompletableFuture<Cut.End> end = new CompletableFuture<>();

  /** The sound that the last cut was asked for with. */
  public volatile Audio asked;

  private final List<Consumer<Unplanned>> unplanned = new CopyOnWriteArrayList<>();
  private final List<Consumer<TableId>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<CatchUp>> catchUps = new CopyOnWriteArrayList<>();
  private volatile SignalName onAir = new SignalName("cam-a");
  private volatile String program = "p-1";

  /** Another signal, or null for the slate, is on air. */
  public void show(String signal) {
    onAir = signal == null ? null : new SignalName(signal);
    listeners.forEach(l -> l.accept(new TableId("roulette-1")));
  }

  /** The program began anew. */
  public void newProgram(String id) {
    program = id;
    listeners.forEach(l -> l.accept(new TableId("roulette-1")));
  }

  @Override
  public Optional<TableMedia> table(TableId table) {
    return Optional.of(
        new TableMedia(
            onAir,
            1_700,
            onAir,
            List.of(
                signal("cam-a", SignalView.State.LIVE, null),
                signal("cam-b", SignalView.State.LIVE, null),
                signal("cam-c", SignalView.State.LOST, "no_packets")),
            3));
  }

  @Override
  public Optional<Anchor> anchor(TableId table) {
    return Optional.of(
        new Anchor(program, 4_000_000_000L, 1_600, "0123456789abcdef0123456789abcdef", 1));
  }

  @Override
  public Cut cut(TableId table, SignalName to, Audio audio) {
    asked = audio;
    if (audio instanceof Audio.Of(SignalName heard) && heard.value().equals("cam-x")) {
      return new Cut.Refused("unknown_signal", "no such signal");
    }
    return switch (to.value()) {
      case "cam-b" -> new Cut.Started(onAir, 42, end);
      case "cam-c" -> new Cut.Refused("not_ready", "cam-c is lost");
      default -> new Cut.Refused("unknown_signal", "no such signal");
    };
  }

  @Override
  public Subscription onUnplanned(Consumer<Unplanned> consumer) {
    unplanned.add(consumer);
    return () -> unplanned.remove(consumer);
  }

  /** The signal on air is lost: a cut to cam-b begins that nobody asked for. */
  public void lose() {
    lose(false);
  }

  /** The picture of the signal on air stands still, and the same begins. */
  public void freeze() {
    lose(true);
  }

  private void lose(boolean frozen) {
    Unplanned cut =
        new Unplanned(
            new TableId("roulette-1"),
            new SignalName("cam-b"),
            true,
            frozen,
            new Cut.Started(onAir, 42, end));
    unplanned.forEach(l -> l.accept(cut));
  }

  @Override
  public void qosLabel(SessionId session, String label) {
    labels.put(session, label);
  }

  @Override
  public List<ViewerQos> viewers(SessionId session, PlayerRef player) {
    return viewers.getOrDefault(session, List.of());
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

  /** A viewer catches up. */
  public void catchUp(CatchUp told) {
    catchUps.forEach(consumer -> consumer.accept(told));
  }

  private SignalView signal(String name, SignalView.State state, String reason) {
    SignalName signal = new SignalName(name);
    SignalView.Timing timing =
        name.equals("cam-b") ? new SignalView.Timing("ntp", 1_000, 12_000) : null;
    SignalView.CutOutlook outlook =
        state == SignalView.State.LIVE
            ? new SignalView.CutOutlook("reconfigures", null)
            : new SignalView.CutOutlook("not_ready", state.wire());
    return new SignalView(
        signal, state, reason, signal.equals(onAir), "H264", 1280, 720, 30, true, outlook, timing);
  }
}
