package dev.croupier.loadtest.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * The seed that all outcomes of a demo follow from, kept in its data folder, so that a restart ends
 * a round as it began.
 */
final class Seed {
  private static final int BYTES = 32;

  private Seed() {}

  /** The folder's seed; made if there is none. */
  static byte[] in(Path folder, RandomGenerator random) throws IOException {
    Path file = folder.resolve("studio.seed");
    if (Files.exists(file)) {
      byte[] seed = Files.readAllBytes(file);
      if (seed.length == BYTES) {
        return seed;
      }
    }
    byte[] seed = new byte[BYTES];
    random.nextBytes(seed);
    Files.write(file, seed);
    return seed;
  }
}
