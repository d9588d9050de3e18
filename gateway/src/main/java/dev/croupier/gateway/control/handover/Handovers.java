package dev.croupier.gateway.control.handover;

import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.port.Unplanned;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Changes of programs: the cut at the next keyframe, as operators ask for it or as the loss of a
 * signal makes it. Any thread.
 *
 * <p>One at a time per table; the evidence of the last ones is kept.
 */
public final class Handovers {
  private static final int MAX_KEPT = 1000;

  private final MediaPlane media;
  private final Supplier<String> ids;
  private final Set<TableId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, Handover> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Handover> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /** What asking was answered with. */
  public sealed interface Asked {
    /** It is under way. */
    record Begun(Handover handover) implements Asked {}

    /** Not begun; {@code code} is one of {@link Cut.Refused}'s. */
    record Refused(String code, String detail) implements Asked {}
  }

  /**
   * None yet.
   *
   * @param ids makes handovers' ids, {@code [A-Za-z0-9-]{1,64}}
   */
  public Handovers(MediaPlane media, Supplier<String> ids) {
    this.media = media;
    this.ids = ids;
    media.onUnplanned(this::unplanned);
  }

  /** Cuts a table's program to a signal at its next keyframe. */
  public Asked cut(TableId table, SignalName to, Audio audio, String by) {
    if (!underWay.add(table)) {
      return new Asked.Refused("busy", "another handover of this table is under way");
    }
    Cut cut = media.cut(table, to, audio);
    return switch (cut) {
      case Cut.Refused(String code, String detail) -> {
        underWay.remove(table);
        yield new Asked.Refused(code, detail);
      }
      case Cut.Started started -> {
        Handover begun = begin(table, to, audio, by, null, started);
        var _ =
            started
                .end()
                .whenComplete(
                    (end, bug) -> {
                      underWay.remove(table);
                      ended(begun, end, bug);
                    });
        yield new Asked.Begun(find(begun.id()).orElse(begun));
      }
    };
  }

  /** A handover as it stands. */
  public Optional<Handover> find(String id) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(id));
    }
  }

  /** People may ask for another one meanwhile, which replaces it. */
  private void unplanned(Unplanned cut) {
    Handover begun =
        begin(
            cut.table(),
            cut.to(),
            new Audio.Follow(),
            Handover.FAILOVER,
            cut.frozen() ? Handover.FROZEN : null,
            cut.cut());
    var _ = cut.cut().end().whenComplete((end, bug) -> ended(begun, end, bug));
  }

  private Handover begin(
      TableId table, SignalName to, Audio audio, String by, String reason, Cut.Started started) {
    Handover begun =
        new Handover(
            ids.get(),
            table,
            started.from(),
            to,
            by,
            audio.wire(),
            Handover.State.COMMIT,
            started.at(),
            null,
            null,
            reason);
    keep(begun);
    return begun;
  }

  private void ended(Handover begun, Cut.End end, Throwable bug) {
    if (bug != null) {
      keep(end(begun, Handover.State.ABORTED, begun.at(), null, null, "internal"));
      return;
    }
    switch (end) {
      case Cut.End.Switched(long at, long agreedCapture, SignalName heard) ->
          keep(end(begun, Handover.State.SWITCHED, at, agreedCapture, heard, begun.reason()));
      case Cut.End.GivenUp(String reason) ->
          keep(end(begun, Handover.State.ABORTED, begun.at(), null, null, reason));
    }
  }

  private void keep(Handover handover) {
    synchronized (kept) {
      kept.put(handover.id(), handover);
    }
  }

  private static Handover end(
      Handover begun,
      Handover.State state,
      long at,
      Long agreedCapture,
      SignalName heard,
      String reason) {
    return new Handover(
        begun.id(),
        begun.table(),
        begun.from(),
        begun.to(),
        begun.by(),
        begun.audio(),
        state,
        at,
        agreedCapture,
        heard,
        reason);
  }
}
