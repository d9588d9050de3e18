package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.BuildId;
import java.util.Optional;

/** Which builds there are; releases implement it. Any thread, from memory. */
public interface BuildCatalog {
  /** The build a new player of the game gets. */
  Optional<BuildRef> current(String game);

  /** A build of the game that may still be loaded. */
  Optional<BuildRef> find(String game, BuildId build);
}
