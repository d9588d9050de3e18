package dev.croupier.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MetersTest {
  private static final Path PAGE = Path.of("docs/metrics.md");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new Meters(registry, "gw-1", "1.2.3", 1);

  @Test
  void thePageForPeopleIsTheCatalogue() throws Exception {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, Meters.page());
    }
    assertEquals(
        Meters.page(),
        Files.readString(PAGE),
        "write it anew: mvn -pl gateway -am test -Dtest=MetersTest -Ddocs.write=true");
  }

  @Test
  void namesAreUniqueAndEveryMeterIsExplained() {
    Set<String> ids = new HashSet<>();
    for (Meter meter : Meter.values()) {
      assertTrue(ids.add(meter.id()), meter.id());
      assertTrue(meter.id().matches("[a-z]+(\\.[a-z]+)*"), meter.id());
      assertFalse(meter.description().isBlank());
      assertFalse(meter.unit().isBlank());
    }
  }

  @Test
  void everyMeterCarriesTheBuild() {
    meters.counter(Meter.BETS, "accepted").increment();
    var counter =
        registry
            .get("bets")
            .tags("outcome", "accepted", "buildId", "gw-1", "semver", "1.2.3", "contractVer", "1")
            .counter();
    assertEquals(1, counter.count());
  }

  @Test
  void aMeterOutsideTheCatalogueIsNotCounted() {
    registry.counter("rogue").increment();
    assertNull(registry.find("rogue").counter());
  }

  @Test
  void kindAndTagsAreThoseOfTheCatalogue() {
    assertThrows(IllegalArgumentException.class, () -> meters.counter(Meter.BETS));
    assertThrows(IllegalArgumentException.class, () -> meters.timer(Meter.BETS, "accepted"));
  }

  @Test
  void aTagThatTakesAnyValueDoesNotFillTheMemory() {
    for (int i = 0; i < 5_000; i++) {
      meters.counter(Meter.BETS, "o" + i).increment();
    }
    assertEquals(2_000, registry.find("bets").counters().size());
  }

  @Test
  void noMeterIsToldApartByWhoIsServed() {
    Set<String> ofFewValues =
        Set.of(
            "method",
            "route",
            "status",
            "code",
            "codec",
            "kind",
            "table",
            "signal",
            "build",
            "reason",
            "direction",
            "state",
            "calcVer",
            "outcome",
            "shard",
            "type");
    for (Meter meter : Meter.values()) {
      for (String tag : meter.tags()) {
        assertTrue(ofFewValues.contains(tag), meter.id() + " has the tag " + tag);
      }
    }
  }
}
