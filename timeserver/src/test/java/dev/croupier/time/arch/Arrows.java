package dev.croupier.time.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Who may import whom in a time server under any root package. */
final class Arrows {
  private static final Map<Class<?>, Set<String>> READINGS =
      Map.of(
          System.class, Set.of("nanoTime", "currentTimeMillis"),
          Thread.class, Set.of("sleep"),
          Instant.class, Set.of("now"),
          Math.class, Set.of("random"),
          UUID.class, Set.of("randomUUID"),
          Random.class, Set.of("<init>"),
          SecureRandom.class, Set.of("<init>"));

  private final String root;

  private Arrows(String root) {
    this.root = root;
  }

  /** All rules for a time server. */
  static List<ArchRule> of(String root) {
    Arrows arrows = new Arrows(root);
    return List.of(
        arrows.mayImport("clock", "a clock is imported by all and imports nothing of ours"),
        arrows.mayImport("wire", "the codec is pure bytes, for server and client alike", "clock"),
        arrows.mayImport(
            "estimate", "the estimate is a client's: it never sees a server", "clock", "wire"),
        arrows.mayImport(
            "server", "servers answer from the clock; estimates are for clients", "clock", "wire"),
        arrows.only(
            "sockets and meters belong to the server, so that all others may import the rest",
            List.of("io.netty..", "org.eclipse.jetty..", "io.micrometer.."),
            "server",
            "app"),
        arrows.only(
            "command lines and log backends belong to main",
            List.of("picocli..", "ch.qos.logback.."),
            "app"),
        arrows.clocks());
  }

  private ArchRule mayImport(String name, String because, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(name), Stream.of(others)).map(this::below).toArray(String[]::new);
    DescribedPredicate<JavaClass> foreign =
        DescribedPredicate.describe(
            "not under " + root, type -> !type.getPackageName().startsWith(root));
    return classes()
        .that()
        .resideInAPackage(below(name))
        .should()
        .onlyDependOnClassesThat(foreign.or(resideInAnyPackage(allowed)))
        .because(because)
        .allowEmptyShould(true);
  }

  private ArchRule only(String because, List<String> library, String... owners) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(Stream.of(owners).map(this::below).toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library.toArray(String[]::new)))
        .because(because)
        .allowEmptyShould(true);
  }

  private ArchRule clocks() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(below("app"))
        .and(
            DescribedPredicate.describe(
                "are no clock adapters",
                type -> !type.getName().equals(root + ".clock.SystemTableClock")))
        .should()
        .accessTargetWhere(
            DescribedPredicate.<JavaAccess<?>>describe(
                "a clock or a source of chance",
                access ->
                    READINGS.entrySet().stream()
                        .anyMatch(
                            entry ->
                                access.getTargetOwner().isEquivalentTo(entry.getKey())
                                    && entry.getValue().contains(access.getTarget().getName()))))
        .because("time and randomness are injected; one adapter reads the system's clock")
        .allowEmptyShould(true);
  }

  private String below(String name) {
    return root + "." + name + "..";
  }
}
