package dev.croupier.loadtest.studio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes player builds through the upload, like any release: all that lie in a folder; a game
 * without a current build gets its oldest one.
 */
public final class BuildPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(BuildPublisher.class);
  private static final String SUFFIX = ".zip";

  private BuildPublisher() {}

  /** Publishes what lies in the folder; a build that is refused is logged and left out. */
  public static void publish(GatewayApi api, Path folder) throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      LOG.warn("no player builds in {}", folder);
      return;
    }
    List<Path> zips;
    try (Stream<Path> files = Files.list(folder)) {
      zips =
          files
              .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(Path::getFileName))
              .toList();
    }
    String token = api.demoToken("operator", "release");
    Set<String> games = new LinkedHashSet<>();
    for (Path zip : zips) {
      String name = zip.getFileName().toString();
      String build = name.substring(0, name.length() - SUFFIX.length());
      GatewayApi.Answer answer =
          api.put("/api/v1/builds/" + build, token, "application/zip", Files.readAllBytes(zip));
      String game = build.substring(0, build.lastIndexOf('-'));
      if (!answer.good()) {
        LOG.warn("build {} is not published: {}", build, answer);
      } else if (games.add(game) && !api.get("/manifests/" + game + ".json", null).good()) {
        GatewayApi.Answer rollout =
            api.post(
                "/api/v1/rollouts",
                token,
                "first-" + build,
                GatewayApi.object().put("game", game).put("build", build).put("percent", 100));
        if (!rollout.good()) {
          LOG.warn("build {} is not rolled out: {}", build, rollout);
        }
      }
    }
  }
}
