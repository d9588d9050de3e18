package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverloadTest {
  @TempDir Path folder;

  private JsonNode run(String how, int expectedExitCode) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OverloadedRun.class.getName(),
                    folder.toString(),
                    how))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(expectedExitCode, process.waitFor(), said);
    return new ObjectMapper().readTree(Files.readString(folder.resolve("report.json")));
  }

  @Test
  void aGeneratorThatTakesTheMachineForItselfMakesTheRunInvalid() throws Exception {
    JsonNode report = run("hog", 3);
    assertEquals("generator_overloaded", report.path("verdict").asText());
    String reasons = report.path("overloads").toString();
    assertTrue(reasons.contains("of all cores") || reasons.contains("timers late"), reasons);
    assertTrue(
        Files.readString(folder.resolve("report.html"))
            .contains("<h1>Not valid: the generator was overloaded</h1>"));
  }

  @Test
  void theSameRunOfARestingGeneratorIsValid() throws Exception {
    JsonNode report = run("rest", 0);
    assertEquals("passed", report.path("verdict").asText());
    assertTrue(report.path("overloads").isEmpty());
    assertEquals(1, report.path("sections").path("viewers").path("failed").asInt());
    assertEquals("machine", report.path("environment").path("shares").asText());
  }
}
