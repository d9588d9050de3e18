package dev.croupier.gateway.control.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.release.Build;
import dev.croupier.gateway.ids.BuildId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBuildsTest {
  @TempDir Path folder;

  @Test
  void whatIsSavedIsLoadedByAnother() throws Exception {
    Build build = build("roulette-1.0.0");
    new FileBuilds(folder).save(build, Map.of("main.1.js", new byte[] {1, 2, 3}));
    FileBuilds again = new FileBuilds(folder);
    assertEquals(List.of(build), again.load());
    assertArrayEquals(new byte[] {1, 2, 3}, again.asset("main.1.js").orElseThrow());
    assertTrue(again.asset("main.2.js").isEmpty());
  }

  @Test
  void filesWithoutTheirRecordAreNoBuild() throws Exception {
    FileBuilds builds = new FileBuilds(folder);
    builds.save(build("roulette-1.0.0"), Map.of("main.1.js", new byte[1]));
    Files.delete(folder.resolve("builds/roulette-1.0.0.json"));
    Files.writeString(folder.resolve("builds/roulette-2.0.0.json.part"), "{");
    assertTrue(new FileBuilds(folder).load().isEmpty());
  }

  @Test
  void aNameThatLeadsElsewhereIsABug() throws Exception {
    FileBuilds builds = new FileBuilds(folder);
    for (String name : List.of("../x", "a/b", "", "..")) {
      assertThrows(IllegalArgumentException.class, () -> builds.asset(name));
    }
  }

  private static Build build(String id) {
    return new Build(
        new BuildId(id),
        "1.0.0",
        "roulette",
        1,
        2,
        "/assets/main.1.js",
        "sha384-x",
        "d",
        List.of("main.1.js"));
  }
}
