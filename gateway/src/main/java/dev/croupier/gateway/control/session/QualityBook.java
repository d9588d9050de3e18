package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.SessionId;
import dev.croupier.gateway.metrics.Meters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What pages reported of their quality: in all by table and build, and the last of each session.
 * Any thread; a session's reports come one after the other.
 *
 * <p>Bounded: sessions there are by {@link SessionLimits#sessions}, those that are gone by a number
 * of their own.
 */
public final class QualityBook {
  /** Sessions that are gone and still asked about. */
  static final int MAX_DEPARTED = 10_000;

  private final QualityMeters meters;
  private final BuildCatalog builds;
  private final Map<SessionId, Page> present = new ConcurrentHashMap<>();
  private final Map<SessionId, Known> departed =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SessionId, Known> eldest) {
              return size() > MAX_DEPARTED;
            }
          });

  /**
   * A session's last report.
   *
   * @param build under which it is counted
   * @param present whether the session is there
   * @param figures by figure; empty before there is a report
   * @param atMicros table time of the report, or -1
   */
  public record Known(
      SessionId session,
      Profile profile,
      String build,
      boolean present,
      Map<PageFigure, Double> figures,
      long atMicros) {
    /** Copies the map. */
    public Known {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
  }

  private static final class Page {
    private final PlayerSession session;
    private final PageQuality quality;
    private volatile Known last;

    private Page(PlayerSession session) {
      this.session = session;
      this.quality = new PageQuality(session.openedAtMicros());
      this.last = new Known(session.id(), session.profile(), BuildCatalog.NONE, true, Map.of(), -1);
    }
  }

  /** An empty book that counts in these meters under builds of this catalogue. */
  public QualityBook(Meters meters, BuildCatalog builds) {
    this.meters = new QualityMeters(meters);
    this.builds = builds;
  }

  /** A session is there. */
  public void opened(PlayerSession session) {
    present.put(session.id(), new Page(session));
  }

  /** A page reported; by the session's owner. */
  public void reported(PlayerSession session, Map<String, Double> report, long nowMicros) {
    Page page = present.get(session.id());
    if (page == null) {
      return;
    }
    String build = builds.label(session.profile().game(), session.build());
    Optional<PageDigest> digest = page.quality.take(report, nowMicros);
    if (digest.isEmpty()) {
      meters.refused();
      return;
    }
    meters.count(digest.get(), session.profile().table().value(), build);
    page.last =
        new Known(session.id(), session.profile(), build, true, digest.get().figures(), nowMicros);
  }

  /** A session is gone. */
  public void ended(PlayerSession session) {
    Page page = present.remove(session.id());
    if (page != null) {
      Known last = page.last;
      departed.put(
          session.id(),
          new Known(
              last.session(), last.profile(), label(page), false, last.figures(), last.atMicros()));
    }
  }

  /** What is known of a session, there or lately gone, of this licensee. */
  public Optional<Known> find(SessionId id, LicenseeId licensee) {
    Page page = present.get(id);
    Known known = page == null ? departed.get(id) : page.last;
    if (known == null || !known.profile().bettor().ref().licensee().equals(licensee)) {
      return Optional.empty();
    }
    return Optional.of(
        page == null
            ? known
            : new Known(id, known.profile(), label(page), true, known.figures(), known.atMicros()));
  }

  private String label(Page page) {
    return builds.label(page.session.profile().game(), page.session.build());
  }
}
