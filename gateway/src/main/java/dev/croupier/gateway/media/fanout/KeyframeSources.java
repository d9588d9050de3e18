package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.track.Signal;
import java.util.Map;

/**
 * Which of a table's signals is asked when a show needs a keyframe, and how it answers. The table's
 * event loop.
 *
 * @param signals the table's
 */
record KeyframeSources(Map<SignalName, Signal> signals) {
  /** The signal to ask, or null for none: nothing is on air, or it is in another codec. */
  Signal of(TableShow show) {
    String source = show.program().keyframeSource();
    Signal signal = source == null ? null : signals.get(new SignalName(source));
    return signal != null && signal.codec() == show.codec() ? signal : null;
  }

  /** Tells those who become viewers how it answers. */
  void note(TableShow show) {
    Signal signal = of(show);
    show.joins().answers(signal == null ? KeyframeCadence.Outlook.NONE : signal.outlook());
  }
}
