package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.track.RecentPictures;
import dev.croupier.gateway.media.track.SignalStatus;
import dev.croupier.gateway.media.worker.Picture;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds signals whose pictures arrive and do not change: the one on air, and those found before
 * until they change again. Their stills are compared, so this costs a keyframe decoded a second.
 *
 * <p>One thread; blocks.
 */
public final class FrozenSignals {
  private static final Logger LOG = LoggerFactory.getLogger(FrozenSignals.class);

  private final TableMedia table;
  private final Posters posters;
  private final long afterMicros;
  private final Map<SignalName, StillWatch> watches = new HashMap<>();

  /**
   * A watch over a table.
   *
   * @param afterMicros a picture that has not changed for so long is frozen
   */
  public FrozenSignals(TableMedia table, Posters posters, long afterMicros) {
    this.table = table;
    this.posters = posters;
    this.afterMicros = afterMicros;
  }

  /** Looks at them; about once a second. */
  public void look() throws InterruptedException {
    String onAir = table.air().signal();
    for (SignalStatus status : table.signals()) {
      Optional<RecentPictures> pictures = table.pictures(status.name());
      if (pictures.isPresent()) {
        look(status.name(), pictures.get(), status.name().value().equals(onAir));
      }
    }
  }

  private void look(SignalName name, RecentPictures pictures, boolean onAir)
      throws InterruptedException {
    if (!onAir && !pictures.frozen()) {
      watches.remove(name);
      return;
    }
    // Where none can be had nothing is known: what was found stays.
    if (posters.of(table, name) instanceof Posters.Answer.Still(Picture picture, long atMicros)) {
      long still =
          watches.computeIfAbsent(name, _ -> new StillWatch()).saw(picture.luma(), atMicros);
      boolean frozen = still >= afterMicros;
      if (frozen != pictures.frozen()) {
        pictures.frozen(frozen);
        if (frozen) {
          LOG.warn("{}/{} is frozen: pictures come and do not change", table.table(), name);
        } else {
          LOG.info("{}/{} moves again", table.table(), name);
        }
      }
    }
  }
}
