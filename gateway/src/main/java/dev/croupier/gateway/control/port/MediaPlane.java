package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The media plane, as control needs it; {@code app} implements it. Any thread, never blocks. */
public interface MediaPlane {
  /** A table's pictures now; empty for a table without media. */
  Optional<TableMedia> table(TableId table);

  /** The anchor of the table's program; empty before the program has one. */
  Optional<Anchor> anchor(TableId table);

  /** Cuts the program to a signal. */
  Cut cut(TableId table, SignalName to, When when, Audio audio);

  /**
   * Hears of cuts that nobody asked for, as they begin; the consumer must not block and must not
   * throw.
   */
  Subscription onUnplanned(Consumer<Unplanned> consumer);

  /**
   * Gives a session's viewers a label for their quality figures.
   *
   * @param label one of a few chosen by us, never a client's own words: it is a tag of meters;
   *     empty forgets the session
   */
  void qosLabel(SessionId session, String label);

  /**
   * What is measured now of the viewers that came under a session's name with its player's token.
   */
  List<ViewerQos> viewers(SessionId session, PlayerRef player);

  /**
   * Hears that a table's pictures or anchor changed; the consumer must not block and must not
   * throw. Viewer counts alone are no change.
   */
  Subscription onChange(Consumer<TableId> consumer);

  /**
   * Hears up to where a viewer's pictures are not live: an estimate when that begins, the very time
   * when it ends. The consumer must not block and must not throw; on viewers' event loops.
   */
  Subscription onCatchUp(Consumer<CatchUp> consumer);
}
