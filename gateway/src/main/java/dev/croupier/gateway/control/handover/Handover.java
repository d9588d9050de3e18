package dev.croupier.gateway.control.handover;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A change of a table's program, with its evidence. Immutable.
 *
 * @param from the signal before, or null for the slate
 * @param by who asked, or {@link #FAILOVER}
 * @param audio whose sound was asked for: {@code follow}, {@code keep} or a signal
 * @param at when it is or was on air, table time in µs
 * @param agreedCapture capture time of the first frame, or null
 * @param heard the signal whose sound goes with it, or null
 * @param reason why it was given up; else {@link #FROZEN} where that is why nobody asked; or null
 */
public record Handover(
    String id,
    TableId table,
    SignalName from,
    SignalName to,
    String by,
    String audio,
    State state,
    long at,
    Long agreedCapture,
    SignalName heard,
    String reason) {
  /** The signal on air was lost, or the lost one is back: nobody asked. */
  public static final String FAILOVER = "failover";

  /** The picture of the signal on air stood still. */
  public static final String FROZEN = "frozen";

  /** How far it is. */
  public enum State {
    /** The cut waits for the keyframe. Next: {@link #SWITCHED}, {@link #ABORTED}. */
    COMMIT,
    /** On air; final for a cut. */
    SWITCHED,
    /** Given up; the program did not change; final. */
    ABORTED;

    /** The lower-case name. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As the API shows it. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", id);
    view.put("table", table.value());
    view.put("from", from == null ? null : from.value());
    view.put("to", to.value());
    view.put("by", by);
    view.put("state", state.wire());
    view.put("at", at);
    view.put("agreedCapture", agreedCapture);
    view.put("audio", audio);
    view.put("heard", heard == null ? null : heard.value());
    view.put("reason", reason);
    return view;
  }
}
