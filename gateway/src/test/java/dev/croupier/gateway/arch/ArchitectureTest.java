package dev.croupier.gateway.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house keeps its rules, and the rules catch who does not. */
final class ArchitectureTest {
  private static final String HOUSE = "dev.croupier.gateway";
  private static final String WRONG_HOUSE = "dev.croupier.gateway.arch.wrong";
  private static final Path SOURCES = Path.of("src/main/java");

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  @TestFactory
  Stream<DynamicTest> theHouseKeepsItsRules() {
    assertTrue(house.size() > 100, "classes found: " + house.size());
    return rules(HOUSE).stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
  }

  @TestFactory
  Stream<DynamicTest> everyRuleCatchesAHouseThatBreaksIt() {
    JavaClasses wrong = new ClassFileImporter().importPackages(WRONG_HOUSE);
    return rules(WRONG_HOUSE).stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getDescription(),
                    () -> assertTrue(rule.evaluate(wrong).hasViolation(), "caught nothing")));
  }

  @Test
  void aReferenceToAMethodIsAReadingToo() {
    JavaClasses wrong = new ClassFileImporter().importPackages(WRONG_HOUSE + ".ids");
    List<String> caught =
        Clocks.of(WRONG_HOUSE).getFirst().evaluate(wrong).getFailureReport().getDetails();
    for (String sin :
        List.of("nanoTime", "Instant.now", "randomUUID", "Random.<init>()", "Thread.sleep")) {
      assertTrue(caught.stream().anyMatch(line -> line.contains(sin)), sin + " in " + caught);
    }
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> folders = Files.walk(SOURCES)) {
      List<Path> silent =
          folders
              .filter(Files::isDirectory)
              .filter(ArchitectureTest::holdsJava)
              .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
              .toList();
      assertEquals(List.of(), silent);
    }
  }

  private static List<ArchRule> rules(String root) {
    return Stream.of(Arrows.of(root), Libraries.of(root), Clocks.of(root))
        .flatMap(List::stream)
        .toList();
  }

  private static boolean holdsJava(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
