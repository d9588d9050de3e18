package dev.croupier.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Makes the meters of the catalogue in one registry, and only those. Any thread.
 *
 * <p>Asking again for the same meter and tags gives the same one; keep it where it is used often.
 */
public final class Meters {
  /** Meters that the libraries bring along. */
  private static final List<String> FOREIGN = List.of("jvm.", "process.", "system.");

  /**
   * Series a meter may have before further ones are dropped: a tag that takes any value is a bug.
   */
  private static final int MAX_SERIES = 2_000;

  private final MeterRegistry registry;

  /**
   * The meters of a build.
   *
   * @param buildId the tag on every meter, as are {@code semver} and {@code contractVer}
   */
  public Meters(MeterRegistry registry, String buildId, String semver, int contractVer) {
    this.registry = registry;
    registry
        .config()
        .commonTags(
            "buildId", buildId, "semver", semver, "contractVer", Integer.toString(contractVer))
        .meterFilter(onlyCatalogued())
        .meterFilter(new SeriesLimit(MAX_SERIES));
  }

  /** A counter of the catalogue. */
  public Counter counter(Meter meter, String... tagValues) {
    return Counter.builder(meter.id())
        .description(meter.description())
        .baseUnit(meter.unit())
        .tags(tags(meter, Meter.Kind.COUNTER, tagValues))
        .register(registry);
  }

  /** A timer of the catalogue. */
  public Timer timer(Meter meter, String... tagValues) {
    return Timer.builder(meter.id())
        .description(meter.description())
        .tags(tags(meter, Meter.Kind.TIMER, tagValues))
        .publishPercentileHistogram()
        .register(registry);
  }

  /** A summary of the catalogue. */
  public DistributionSummary summary(Meter meter, String... tagValues) {
    return DistributionSummary.builder(meter.id())
        .description(meter.description())
        .baseUnit(meter.unit())
        .tags(tags(meter, Meter.Kind.SUMMARY, tagValues))
        .register(registry);
  }

  /** A gauge of the catalogue that reads an object; the registry keeps the object. */
  public <T> void gauge(Meter meter, T object, ToDoubleFunction<T> value, String... tagValues) {
    Gauge.builder(meter.id(), object, value)
        .description(meter.description())
        .baseUnit(meter.unit())
        .tags(tags(meter, Meter.Kind.GAUGE, tagValues))
        .strongReference(true)
        .register(registry);
  }

  /** The catalogue as a page for people. */
  public static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Meters\n\n")
        .append("Written from `metrics.Meter` by its test; do not edit. Every meter also carries ")
        .append("`buildId`, `semver` and `contractVer`. Prometheus names replace dots by ")
        .append("underscores; the meters of the Java machine (`jvm_`, `process_`, `system_`) are ")
        .append("Micrometer's own.\n\n")
        .append("| meter | kind | unit | tags | meaning |\n|---|---|---|---|---|\n");
    for (Meter meter : Meter.values()) {
      page.append("| `").append(meter.id()).append("` | ");
      page.append(meter.kind().name().toLowerCase(java.util.Locale.ROOT)).append(" | ");
      page.append(meter.unit()).append(" | ");
      page.append(
          meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(" ")));
      page.append(" | ").append(meter.description()).append(" |\n");
    }
    return page.toString();
  }

  private static Tags tags(Meter meter, Meter.Kind kind, String... values) {
    if (meter.kind() != kind || values.length != meter.tags().size()) {
      throw new IllegalArgumentException(
          meter + " is a " + meter.kind() + " with tags " + meter.tags());
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(meter.tags().get(i), values[i]);
    }
    return tags;
  }

  private static MeterFilter onlyCatalogued() {
    Set<String> known =
        Arrays.stream(Meter.values()).map(Meter::id).collect(Collectors.toUnmodifiableSet());
    return MeterFilter.denyUnless(
        id ->
            known.contains(id.getName())
                || FOREIGN.stream().anyMatch(prefix -> id.getName().startsWith(prefix)));
  }

  /** Lets each meter have so many series and no more. */
  private static final class SeriesLimit implements MeterFilter {
    private final int max;
    private final java.util.Map<String, Set<io.micrometer.core.instrument.Meter.Id>> seen =
        new java.util.concurrent.ConcurrentHashMap<>();

    SeriesLimit(int max) {
      this.max = max;
    }

    @Override
    public MeterFilterReply accept(io.micrometer.core.instrument.Meter.Id id) {
      Set<io.micrometer.core.instrument.Meter.Id> series =
          seen.computeIfAbsent(
              id.getName(), name -> java.util.concurrent.ConcurrentHashMap.newKeySet());
      if (series.contains(id)) {
        return MeterFilterReply.NEUTRAL;
      }
      if (series.size() >= max) {
        return MeterFilterReply.DENY;
      }
      series.add(id);
      return MeterFilterReply.NEUTRAL;
    }
  }
}
