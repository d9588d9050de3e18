package dev.croupier.gateway.control.release;

import dev.croupier.gateway.control.session.BuildRef;
import dev.croupier.gateway.ids.BuildId;
import java.util.List;

/**
 * A build that was accepted; never changes.
 *
 * @param digest SHA-256 over all its files and their names, hexadecimal
 * @param entry path of its module, {@code /assets/…}
 * @param assets the names under {@code /assets/} of all its files, the entry's too
 */
public record Build(
    BuildId buildId,
    String semver,
    String game,
    int minContract,
    int maxContract,
    String entry,
    String integrity,
    String digest,
    List<String> assets) {
  /** Copies the list. */
  public Build {
    assets = List.copyOf(assets);
  }

  /** As a page loads it. */
  public BuildRef ref() {
    return new BuildRef(buildId, entry, integrity);
  }
}
