package dev.croupier.gateway.control.release;

import dev.croupier.gateway.control.port.MediaPlane;
import dev.croupier.gateway.control.session.ClientReports;
import dev.croupier.gateway.control.session.PlayerSession;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.SessionId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down what pages report of builds and of quality. Any thread.
 *
 * <p>Bounded: a session is heard once for each build and outcome; of quality the last report of a
 * session is kept.
 */
public final class PageReports implements ClientReports {
  private static final Logger LOG = LoggerFactory.getLogger(PageReports.class);
  private static final int MAX_REMEMBERED = 10_000;

  private final Releases releases;
  private final MediaPlane media;
  private final Executor writer;
  private final Map<String, Boolean> heard = bounded();
  private final Map<SessionId, Map<String, Double>> quality = bounded();

  /**
   * Reports go to the releases and, as labels, to the media plane.
   *
   * @param writer runs what writes to the store, off the sessions' owners
   */
  public PageReports(Releases releases, MediaPlane media, Executor writer) {
    this.releases = releases;
    this.media = media;
    this.writer = writer;
  }

  @Override
  public void buildReady(PlayerSession session, BuildId build) {
    media.qosLabel(session.id(), build.value());
    report(session, build, true, null, null);
  }

  @Override
  public void buildFailed(PlayerSession session, BuildId build, String code, String detail) {
    report(session, build, false, code.isEmpty() ? "unknown" : code, detail);
  }

  @Override
  public void qos(PlayerSession session, Map<String, Double> figures) {
    synchronized (quality) {
      quality.put(session.id(), figures);
    }
  }

  /** The last figures a session reported. */
  public Optional<Map<String, Double>> quality(SessionId session) {
    synchronized (quality) {
      return Optional.ofNullable(quality.get(session));
    }
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
