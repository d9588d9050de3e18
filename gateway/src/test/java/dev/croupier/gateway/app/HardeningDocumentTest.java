package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/hardening.md names the tests of its rows: all that there are, and no others. */
final class HardeningDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]+Test)?(?:#(row[0-9]+_|[a-z][A-Za-z0-9]+))?(…)?`");
  private static final Pattern ROW = Pattern.compile("void row([0-9]{2})_");

  /** Sources of the tests of all modules, by class. */
  private static final Map<String, String> SOURCES = new HashMap<>();

  private static List<String> lines;

  @BeforeAll
  static void read() throws IOException {
    lines = Files.readAllLines(Path.of("docs/hardening.md"));
    for (String module : List.of("gateway", "loadtest", "timeserver")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString();
          SOURCES.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        }
      }
    }
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    int named = 0;
    for (String line : lines) {
      String source = "";
      Matcher matcher = NAMED.matcher(line);
      while (matcher.find()) {
        if (matcher.group(1) != null) {
          source = SOURCES.get(matcher.group(1));
          assertTrue(source != null, matcher.group());
        } else if (matcher.group(2) == null) {
          continue;
        }
        if (matcher.group(2) != null) {
          String method = "void " + matcher.group(2) + (matcher.group(3) == null ? "(" : "");
          assertTrue(source.contains(method), line + ": " + matcher.group());
          named++;
        }
      }
    }
    assertTrue(named > 50, named + " tests");
  }

  @Test
  void everyTestOfARowIsInItsRow() {
    for (Map.Entry<String, String> test : SOURCES.entrySet()) {
      Set<String> rows =
          ROW.matcher(test.getValue())
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      for (String row : rows) {
        String line = lineOf(Integer.parseInt(row));
        assertTrue(line.contains('`' + test.getKey()), test.getKey() + " has tests of row " + row);
        // A count in brackets is that of its tests.
        Matcher count =
            Pattern.compile('`' + test.getKey() + "#row" + row + "_…`(?: \\(([0-9]+)\\))?")
                .matcher(line);
        if (count.find()) {
          long there =
              ROW.matcher(test.getValue())
                  .results()
                  .map(MatchResult::group)
                  .filter(("void row" + row + '_')::equals)
                  .count();
          assertEquals(
              there, count.group(1) == null ? 1 : Long.parseLong(count.group(1)), count.group());
        }
      }
    }
  }

  private static String lineOf(int row) {
    return lines.stream()
        .filter(line -> line.startsWith("| " + row + " |"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + row));
  }
}
