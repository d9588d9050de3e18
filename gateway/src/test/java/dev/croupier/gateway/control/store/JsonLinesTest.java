package dev.croupier.gateway.control.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesTest {
  @TempDir Path folder;
  private final ObjectReader integers = new JsonMapper().readerFor(Integer.class);

  @Test
  void linesComeBackInTheirOrder() throws Exception {
    Path file = folder.resolve("l.jsonl");
    try (JsonLines lines = new JsonLines(file)) {
      lines.append(utf8("1"));
      lines.append(utf8("2"));
    }
    try (JsonLines lines = new JsonLines(file)) {
      lines.append(utf8("3"));
      assertEquals(List.of(1, 2, 3), lines.read(integers));
    }
  }

  @Test
  void aLastLineThatWasCutOffIsRemoved() throws Exception {
    Path file = folder.resolve("l.jsonl");
    Files.writeString(file, "1\n2\n34");
    try (JsonLines lines = new JsonLines(file)) {
      assertEquals(List.of(1, 2), lines.read(integers));
      lines.append(utf8("5"));
    }
    assertEquals("1\n2\n5\n", Files.readString(file));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
