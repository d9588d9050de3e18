package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class JsonLinesTest {
  private final JsonLines lines = new JsonLines(new BuildInfo("gw-1", "1.2.3", 1));

  @Test
  void aLineIsOneObjectWithTheBuildOnIt() throws Exception {
    LoggingEvent event =
        event("round {} settled\nwell", "r-1", Map.of("calcVer", "roulette-1.0.0"));
    event.addKeyValuePair(new KeyValuePair("table", "roulette-1"));
    String line = new String(lines.encode(event), StandardCharsets.UTF_8);
    assertEquals(1, line.lines().count());
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals("round r-1 settled\nwell", json.get("msg").asText());
    assertEquals("INFO", json.get("level").asText());
    assertEquals("gw-1", json.get("buildId").asText());
    assertEquals("1.2.3", json.get("semver").asText());
    assertEquals(1, json.get("contractVer").asInt());
    assertEquals("roulette-1.0.0", json.get("calcVer").asText());
    assertEquals("roulette-1", json.get("table").asText());
    assertTrue(json.get("ts").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
  }

  @Test
  void tokensAndPasswordsAreMasked() throws Exception {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    LoggingEvent event =
        event("got {} and /x?token=abc&y=1 a=ice-pwd:hunter2", "Bearer " + token, Map.of());
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException(token)));
    String line = new String(lines.encode(event), StandardCharsets.UTF_8);
    assertFalse(line.contains("eyJ"), line);
    assertFalse(line.contains("hunter2"), line);
    assertFalse(line.contains("abc"), line);
    assertTrue(line.contains("&y=1"), line);
  }

  private static LoggingEvent event(
      String message, Object argument, Map<String, String> diagnostic) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            context.getLogger("dev.croupier.x"),
            Level.INFO,
            message,
            null,
            new Object[] {argument});
    event.setMDCPropertyMap(diagnostic);
    return event;
  }
}
