package dev.croupier.gateway.control.release;

import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.session.ClientReports;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.control.session.QualityBook;
import dev.croupier.gateway.ids.BuildId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down what pages report of builds and of quality. Any thread.
 *
 * <p>Bounded: a session is heard once for each build and outcome.
 */
public final class PageReports implements ClientReports {
  private static final Logger LOG = LoggerFactory.getLogger(PageReports.class);
  private static final int MAX_REMEMBERED = 10_000;

  private final Releases releases;
  private final MediaPlane media;
  private final Executor writer;
  private final Map<String, Boolean> heard = bounded();
  private final QualityBook quality;

  /**
   * Reports go to the releases and, as labels, to the media plane.
   *
   * @param quality keeps what pages report of it
   * @param writer runs what writes to the store, off the sessions' owners
   */
  public PageReports(Releases releases, MediaPlane media, QualityBook quality, Executor writer) {
    this.releases = releases;
    this.media = media;
    this.quality = quality;
    this.writer = writer;
  }

  @Override
  public void opened(PlayerSession session) {
    quality.opened(session);
  }

  @Override
  public void ended(PlayerSession session) {
    quality.ended(session);
    media.qosLabel(session.id(), "");
  }

  @Override
  public void buildReady(PlayerSession session, BuildId build) {
    media.qosLabel(session.id(), releases.label(session.profile().game(), build));
    report(session, build, true, null, null);
  }

  @Override
  public void buildFailed(PlayerSession session, BuildId build, String code, String detail) {
    report(session, build, false, code.isEmpty() ? "unknown" : code, detail);
  }

  @Override
  public void qos(PlayerSession session, Map<String, Double> figures, long nowMicros) {
    quality.reported(session, figures, nowMicros);
  }

  private void report(
      PlayerSession session, BuildId build, boolean ready, String code, String detail) {
    synchronized (heard) {
      if (heard.put(session.id() + " " + build + " " + ready, true) != null) {
        return;
      }
    }
    String game = session.profile().game();
    writer.execute(
        () -> {
          try {
            releases.report(game, build, session.id().value(), ready, code, detail);
          } catch (IOException e) {
            LOG.warn("a page's report of {} is not written down", build, e);
          }
        });
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_REMEMBERED;
      }
    };
  }
}
