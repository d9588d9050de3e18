package dev.croupier.loadtest.studio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The browser's reader against the golden vectors, run by Node, which the player's build needs too.
 */
class StripReaderScriptTest {
  /** Paints each vector as a grey picture of two sizes, reads it, prints one JSON line each. */
  private static final String DRIVER =
      """
      for (const vector of JSON.parse(vectors).vectors) {
        for (const [width, height] of [[640, 360], [1280, 720]]) {
          const rgba = new Uint8ClampedArray(4 * width * height).fill(90);
          for (let cell = 0; cell < 160; cell++) {
            const row = Math.floor(cell / 80), column = cell % 80;
            const level = vector.rows[row][column] === "1" ? 158 : 28;
            for (let y = 0; y < height / 90; y++) {
              for (let x = 0; x < width / 80; x++) {
                const line = (88 + row) * height / 90 + y;
                rgba.fill(level, 4 * (line * width + column * width / 80 + x),
                    4 * (line * width + column * width / 80 + x) + 4);
              }
            }
          }
          console.log(JSON.stringify(readStrip(rgba, width, height)));
        }
      }
      console.log(JSON.stringify(readStrip(new Uint8ClampedArray(4 * 640 * 360), 640, 360)));
      """;

  @Test
  void theBrowsersReaderGivesTheGoldenVectors() throws IOException, InterruptedException {
    String script = resource("strip-reader.js");
    String vectors = resource("strip-vectors.json");
    ObjectMapper json = new ObjectMapper();
    String[] lines =
        node(script + "const vectors = " + json.writeValueAsString(vectors) + ";\n" + DRIVER)
            .split("\n");
    int line = 0;
    for (JsonNode vector : json.readTree(vectors).get("vectors")) {
      for (int size = 0; size < 2; size++) {
        JsonNode read = json.readTree(lines[line++]);
        assertEquals(vector.get("camera").asInt(), read.get("camera").asInt());
        assertEquals(vector.get("frame").asLong(), read.get("frame").asLong());
        assertEquals(vector.get("tableTimeMicros").asText(), read.get("tableTimeMicros").asText());
      }
    }
    assertEquals("{\"unreadable\":\"no_contrast\",\"meanLuma\":0}", lines[line]);
  }

  private static String node(String program) throws IOException, InterruptedException {
    Process node = new ProcessBuilder("node", "-").redirectErrorStream(true).start();
    try (OutputStream in = node.getOutputStream()) {
      in.write(program.getBytes(UTF_8));
    }
    String printed = new String(node.getInputStream().readAllBytes(), UTF_8);
    assertTrue(node.waitFor(30, TimeUnit.SECONDS), "node ends");
    assertEquals(0, node.exitValue(), printed);
    return printed;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Strip.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
