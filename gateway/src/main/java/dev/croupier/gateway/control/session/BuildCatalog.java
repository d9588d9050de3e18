package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.BuildId;
import java.util.Optional;

/** Which builds there are; releases implement it. Any thread, from memory. */
public interface BuildCatalog {
  /** How a page without a build is counted. */
  String NONE = "none";

  /** How a build is counted that the house never had. */
  String FOREIGN = "foreign";

  /** The build a new player of the game gets. */
  Optional<BuildRef> current(String game);

  /** A build of the game that may still be loaded. */
  Optional<BuildRef> find(String game, BuildId build);

  /**
   * Under what a build is counted: its id if the house has it. What a client calls itself is no tag
   * of a meter, or anyone could fill the memory with names.
   *
   * @param build or null
   */
  default String label(String game, BuildId build) {
    if (build == null) {
      return NONE;
    }
    return find(game, build).isPresent() ? build.value() : FOREIGN;
  }
}
