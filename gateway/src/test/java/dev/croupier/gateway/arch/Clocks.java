package dev.croupier.gateway.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Time and randomness are injected: a core that reads them itself cannot be replayed. */
final class Clocks {
  private static final Map<Class<?>, Set<String>> READINGS =
      Map.ofEntries(
          Map.entry(System.class, Set.of("nanoTime", "currentTimeMillis")),
          Map.entry(Thread.class, Set.of("sleep")),
          Map.entry(Instant.class, Set.of("now")),
          Map.entry(LocalDate.class, Set.of("now")),
          Map.entry(LocalDateTime.class, Set.of("now")),
          Map.entry(OffsetDateTime.class, Set.of("now")),
          Map.entry(ZonedDateTime.class, Set.of("now")),
          Map.entry(Clock.class, Set.of("systemUTC", "systemDefaultZone")),
          Map.entry(UUID.class, Set.of("randomUUID")),
          Map.entry(Math.class, Set.of("random")),
          Map.entry(ThreadLocalRandom.class, Set.of("current")));

  /** Made without a seed, they differ each time. */
  private static final Set<Class<?>> UNSEEDED =
      Set.of(Random.class, SecureRandom.class, Date.class);

  private Clocks() {}

  /** All rules for a house. */
  static List<ArchRule> of(String root) {
    return List.of(
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackages(root + ".app..", root + ".media.net..")
            .should()
            .accessTargetWhere(readsClockOrChance())
            .because("time and randomness are injected, read at the rim only (app, media.net)")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .should()
            .accessTargetWhere(sleeps())
            .because("whoever waits, waits for something: an event or a deadline")
            .allowEmptyShould(true));
  }

  private static DescribedPredicate<JavaAccess<?>> readsClockOrChance() {
    return DescribedPredicate.describe(
        "a clock or a source of chance",
        access ->
            READINGS.entrySet().stream()
                    .anyMatch(
                        entry ->
                            access.getTargetOwner().isEquivalentTo(entry.getKey())
                                && entry.getValue().contains(access.getTarget().getName()))
                || isUnseeded(access));
  }

  private static boolean isUnseeded(JavaAccess<?> access) {
    return access.getTarget().getName().equals("<init>")
        && access.getTarget().getFullName().endsWith("<init>()")
        && UNSEEDED.stream().anyMatch(type -> access.getTargetOwner().isEquivalentTo(type));
  }

  private static DescribedPredicate<JavaAccess<?>> sleeps() {
    return DescribedPredicate.describe(
        "Thread.sleep",
        access ->
            access.getTargetOwner().isEquivalentTo(Thread.class)
                && access.getTarget().getName().equals("sleep"));
  }
}
