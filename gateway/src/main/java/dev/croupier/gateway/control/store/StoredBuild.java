package dev.croupier.gateway.control.store;

import dev.croupier.gateway.control.release.Build;
import dev.croupier.gateway.ids.BuildId;
import java.util.List;

/** A build as its record's file has it; {@code version} is the file's own. */
record StoredBuild(
    int version,
    String buildId,
    String semver,
    String game,
    int minContract,
    int maxContract,
    String entry,
    String integrity,
    String digest,
    List<String> assets) {
  private static final int VERSION = 1;

  static StoredBuild of(Build build) {
    return new StoredBuild(
        VERSION,
        build.buildId().value(),
        build.semver(),
        build.game(),
        build.minContract(),
        build.maxContract(),
        build.entry(),
        build.integrity(),
        build.digest(),
        build.assets());
  }

  Build build() {
    return new Build(
        new BuildId(buildId),
        semver,
        game,
        minContract,
        maxContract,
        entry,
        integrity,
        digest,
        assets);
  }
}
